import { looksRandom, looksWordy } from './randomness.ts';

/** What a template in a text is replaced with. It is no character of a value. */
export const MARK = '\uFFFC';

/** The template syntaxes of shells, pipelines and template engines. Each is bounded, and stays in one line. */
const TEMPLATES = new RegExp(
  [
    // GitHub Actions, Jinja, Helm, Go, Handlebars; ERB, EJS and JSP; the blocks of Jinja.
    String.raw`\$?\{\{[^{}\n]{0,200}\}\}`,
    String.raw`<%[^%\n]{0,200}%>`,
    String.raw`\{%[^%\n]{0,200}%\}`,
    // Shells, Terraform, Spring, Serverless.
    String.raw`\$\{(?:[^{}\n]|\{[^{}\n]{0,100}\}){1,200}\}`,
    String.raw`\$\((?:[^()\n]|\([^()\n]{0,100}\)){1,200}\)`,
    String.raw`[#@]\{[^{}\n]{1,200}\}#?`,
    // Log formats such as %X{token}, Python's %(token)s, Windows' %TOKEN%.
    String.raw`%[A-Za-z]{0,8}\{[^{}\n]{0,100}\}`,
    String.raw`%\([\w.-]{1,60}\)[sdr]`,
    String.raw`%[A-Za-z_]\w{2,60}%`,
    // Octopus, Maven, autoconf, Ansible, and names between underscores.
    String.raw`@@[\w.-]{1,60}@@`,
    String.raw`(?<![\w.])@[A-Za-z_][\w.-]{1,60}@(?![\w.])`,
    String.raw`(?<![A-Za-z0-9]{2})__[A-Za-z][A-Za-z0-9_]{0,60}?__(?![A-Za-z0-9])`,
    String.raw`(?<![\w$])\{(?:[a-z_][a-z_.]{0,60}|[A-Z_]{1,60}|[a-zA-Z][a-z]{1,20}(?:[A-Z][a-z]{1,20}){0,4})\}(?!\w)`,
    String.raw`\[\[\s?[A-Za-z_][\w.-]{0,60}\s?\]\]`,
    // Template Toolkit, Concourse, Azure Pipelines, Mustache with other brackets.
    String.raw`\[%[^%\n]{0,200}%\]`,
    String.raw`\(\([\w .-]{1,100}\)\)`,
    String.raw`\$\[[^[\]\n]{1,100}\]`,
    String.raw`<<[\w .-]{1,60}>>|«[^»\n]{1,60}»`,
    // CloudFormation's functions; values that Jasypt and SOPS have encrypted; references of Azure.
    String.raw`(?<![\w!])!(?:Ref|GetAtt|Sub|ImportValue|Select|FindInMap|Join|Base64|If|secret|vault|env|ENV|include|reference)\s[^\n]{1,500}`,
    String.raw`(?<!\w)ENC(?:\([^()\n]{0,4000}\)|\[[^[\]\n]{0,4000}\])`,
    String.raw`@Microsoft\.KeyVault\([^()\n]{1,300}\)`,
  ].join('|'),
  'g',
);

/** The default value of a variable, in shells and in Spring: it is a value of its own. */
const DEFAULT = /\$\{[A-Z][A-Z0-9_]{0,60}(?::-|:(?![-?+=])|-)([^{}$\n]{1,200})\}/g;

/** `<your key>`. In XML this would be an element. */
const ANGLED = /(?<![\w<])<[A-Za-z][\w .:'|/-]{1,80}>(?!\w)/g;

/** A reference to a variable of a shell, as a whole value. */
const VARIABLE =
  /^\$(?:[Ee]nv:|ENV:)?(?:[A-Z_][A-Z0-9_]*|[a-z_]+|[a-z]+(?:[A-Z][a-z]+)+)$|^%[A-Za-z]\w*%$|^:[a-z][a-z_]+$|^([~|^!§#@%&*+=])\1?[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\1{1,2}$|^%[sdvq]$|^\?$|^\{\d\}$/;

/** An expression of a program or of Terraform, as a whole value. */
const EXPRESSION =
  /^(?:(?:var|local|module|data|secrets|vars|steps|needs|inputs|params|parameters|random_password|aws_\w{1,60}|process\.env|os\.environ|ENV|Deno\.env)(?:\.[\w-]+|\[['"]?[\w.-]+['"]?\])+|@?(?:[A-Za-z_][\w.]{0,60}\.)?(?:getenv|get_env|env|lookup|fileb?|jsondecode|base64(?:en|de)code|config|get|Ref|GetAtt|Sub|GetSecretValue|secret|decrypt|keyvault)\([^\n]{0,200}\)[\w.[\]]{0,40}|Fn::[A-Z]\w{1,30}(?::\s[^\n]*)?|\{\s{0,9}["'](?:Ref|Fn::\w{1,30}|\$ref|secretKeyRef|valueFrom)["']\s{0,9}:[^\n]*)$/;

/** Characters that hide others, or that show that something was cut off. */
const MASK =
  /^[*.•●∙·○◦█▒_~?x#–—-]+$|^[\w.:/@-]{0,24}(?:\*{3,}|[•●█]{3,})[\w.*•●-]{0,200}$|^[\w-]{0,12}(?:\.{3,20}|…)[\w-]{0,8}$/i;

/** Words that stand in place of a value, with or without brackets around them. */
const REMOVED =
  /^\W*(?:(?:value|password|secret|token|key)[-_ ]?)?(?:redacted|removed|masked|hidden|censored|filtered|obfuscated|omitted|saniti[sz]ed|scrubbed|stripped|withheld|unset|undefined|null|none|nil|empty|blank|not[-_ ]?(?:set|used|needed|required|applicable|available)|n\/a|unused|unknown|placeholder|(?:auto[-_ ]?)?generated|injected|to[-_ ]?do|tbd|tba|tbc|fixme|hidden_due_to_security_reasons|sensitive ?data ?removed)(?:[-_ ]?(?:value|password|secret|token|key|by policy|for security))?\W*$/i;

/** Words in brackets: `(known after apply)`, `[secret]`. */
const BRACKETED =
  /^(?:\([\w .'-]{1,60}\)|\[[A-Za-z][\w .'-]{0,60}\]|<[^<>=/]{1,100}>|\{[A-Za-z][\w .-]{0,60}\}|\*+[A-Za-z][\w .-]{0,40}\*+|#+ ?[A-Za-z][A-Za-z_ .-]{0,40}#+)$/;

/** Requests to the person who fills in the value: `your-api-key`, `INSERT_TOKEN_HERE`, `replace-me`. */
const REQUESTS: readonly RegExp[] = [
  /^(?:<|\[|\()?(?:my[-_ ]?)?your(?:$|[-_ A-Z]|(?=api|secret|token|pass|key|client|access|auth))/i,
  /^(?:(?:please|pls)[-_ ]?)?(?:change|replace|update|edit|fill|rotate|set|configure)[-_ ](?:me|this|it|in|here)(?:[-_ !][A-Za-z _!-]*)?$/i,
  /^(?:CHANGE|REPLACE|UPDATE|FILL|SET)_?(?:ME|THIS|IT|IN)?$|^ChangeMe$|^(?:replace|fill|update)me$/,
  /^(?:replace|substitute|change)[-_ ](?:with|to|by|the|your|value|before)\b/i,
  /^(?:insert|enter|put|add|paste|provide|type|fill|use|my|some|the)(?:[-_ ][A-Za-z0-9]+){0,6}[-_ ](?:here|value|yourself)$/i,
  /^(?:insert|enter|paste|provide)[-_ ](?:[A-Za-z0-9]+[-_ ]){0,5}(?:key|token|password|secret|credentials?)$/i,
  /[-_ ](?:goes|go|comes|is)?[-_ ]?here$/i,
  // After the prefix of a vendor: `ghp_REPLACE_ME`. Words that say that a value is none, with others: `fake-key-for-tests`.
  /^(?:[a-z\d]{1,8}[-_.]){1,3}(?:REPLACE|CHANGE|YOUR|INSERT|PASTE|PUT|EXAMPLE|PLACEHOLDER|REDACTED|DUMMY|FAKE|TODO)(?:[-_][A-Z]+)*$/,
  /^(?:fake|dummy|mock|sample|example|placeholder|stub)(?:[-_ ](?:api|access|secret|key|token|password|passwd|pass|pw|client|auth|db|value|string|for|only|in|local|dev|test|tests|testing|ci|unit|demo|docs))+$/i,
];

const OPENERS = new Set(
  `set provided injected filled configured defined generated loaded fetched read resolved retrieved populated supplied
  overridden overwritten replaced managed stored kept held lives comes come taken passed given mounted see look use get
  ask check refer contact same like copy insert enter put add paste type fill replace change rotate request found is are
  must should will to do don never not no none without leave needs please your the this via from in by at on with as only
  created assigned inherited sourced synced derived rendered determined pulled lookup available comes optional required
  deprecated obsolete unused ignored default defaults
  automatically auto dynamically manually externally`.split(/\s+/),
);

const ARTICLES = new Set(
  'the this your please by at on with as only no not never is are key don default test'.split(' '),
);

const CLOSERS = new Set(
  `vault deploy deployed deployment runtime run environment env secret secrets manager ssm parameter parameters store keychain
  1password bitwarden lastpass keepass wiki docs documentation readme admin administrator administrators ops team
  terraform ansible puppet chef ci cd pipeline jenkins helm chart kubernetes sops kms below above here later time startup
  start boot launch build install value values password passwords key keys token tokens credential credentials this it
  set used required needed empty blank provided configured defined operator bootstrap init script setup config
  configuration file console account owner mail email rotated rotation sidecar agent extension cloudformation
  stack cdk template deploytime prod production staging commit real actual`.split(/\s+/),
);

/** Replaces each template in a text with a mark. */
export function markTemplates(text: string): string {
  if (!/[${<%#@_!([«]/.test(text)) return text;
  const marked = text.replace(DEFAULT, '$1').replace(TEMPLATES, MARK);
  return marked.includes('<') && !/<\/|\/>|<\?/.test(marked) ? marked.replace(ANGLED, MARK) : marked;
}

/** Whether a text, with its templates marked, only keeps the place of a value or says where the value is. */
export function isPlaceholder(text: string): boolean {
  const value = unquote(text);
  if (value === '') return true;
  if (value.includes(MARK)) return isMostlyMarked(value);
  // Backticks around a command: its output is the value.
  if (/^`[^`]+\s[^`]+`$/.test(text)) return true;
  return (
    MASK.test(value) ||
    REMOVED.test(value) ||
    BRACKETED.test(value) ||
    VARIABLE.test(value) ||
    EXPRESSION.test(value) ||
    isRequest(value) ||
    (value.length >= 16 && isFilled(value)) ||
    isNote(value.replace(/^(?:#+|\/\/|--|;)\s+/, ''))
  );
}

/** `xxxxxxxx`, `0000`, `12345678`, `changeme`: fills a place. People also use such texts as passwords. */
export function isFiller(text: string): boolean {
  return /^(?:change[-_ ]?(?:me|it)|(?:my|some|any|the|an?)[-_ ](?:(?:api|access|auth|client|app)[-_ ])?(?:key|token|id)|(?:dummy|fake|sample|example|demo|test|foo|bar|foobar|string|value)[-_ ]?(?:value|key|token|secret|password|credentials?|string)?)$/i.test(
    text,
  )
    ? true
    : text.length > 0 && isFilled(text);
}

/**
 * Whether the format of a credential is only filled up, or made of words: `glpat-xxxxxxxxxxxxxxxxxxxx`.
 * @param text the text that matches the format
 * @param head how many of its characters are the same in every value of the format
 */
export function isFilledUp(text: string, head: number): boolean {
  const body = text.slice(head);
  if (MARK_OR_MASK.test(body)) return true;
  if (isFilled(body)) return true;
  return /example|your|dummy|placeholder|redacted|changeme|sample|fake|replace|insert/i.test(body)
    ? !looksRandom(body) || /EXAMPLE(?:KEY)?$/.test(body)
    : body.length >= 12 && !looksRandom(body) && looksWordy(body) && /[a-z]{4}/i.test(body);
}

const MARK_OR_MASK = new RegExp(String.raw`${MARK}|\*{3}|•{3}|\.{3}|…|<[a-z][\w -]*>`, 'i');

const RUN = /(.)\1{3,}/g;
const SEQUENCE =
  /(?:0?123456789?0?|9876543210?|abcdefg(?:hijklmnop)?(?:qrstuvwxyz)?|abcdef|qwerty(?:uiop)?|asdfgh(?:jkl)?)/gi;

/** Whether runs of one character and sequences make up most of a text, and nothing random is left. */
function isFilled(text: string): boolean {
  // A back-reference that ignores case takes most of the time in other scripts.
  if (!/(.)\1{3}/.test(text) && !/12345|abcde|qwert|asdfg|98765/i.test(text)) return false;
  const bare = text.replace(/[^A-Za-z0-9]+/g, '');
  const rest = bare.replace(RUN, '').replace(SEQUENCE, '');
  return rest.length <= bare.length / 3 || (rest.length <= bare.length / 2 && !looksRandom(rest));
}

function isMostlyMarked(value: string): boolean {
  // Only the beginning of a long text has to be read.
  if (/^(?:[^\p{L}\p{N}]*[\p{L}\p{N}]){40}/u.test(value)) return false;
  const rest = value.replaceAll(MARK, '').replace(/[^\p{L}\p{N}]+/gu, '');
  return rest.length <= 4 || (looksWordy(rest) && !/[A-Za-z].*\d|\d.*[A-Za-z]/.test(rest));
}

function isRequest(value: string): boolean {
  return value.length <= 100 && REQUESTS.some((pattern) => pattern.test(value)) && !looksRandom(value);
}

/** `rotated by Lambda`, `kept in the safe`: a participle, and by whom, where or when. */
const DONE_BY =
  /^(?:is |was |will be )?(?:[a-z]{4,}ed|set|kept|held|given|taken|found) (?:by|in|at|from|via|through|during|on|outside|before|after|with|using|into) [\w .,;:'/()-]{2,150}$/i;

/** A sentence about a value: it begins like one, and names a place, a time or the value. Also `SET_IN_VAULT`. */
function isNote(value: string): boolean {
  if (DONE_BY.test(value)) return true;
  const first = /^[A-Za-z]+/.exec(value)?.[0].toLowerCase() ?? '';
  if (!OPENERS.has(first) || value.length > 200) return false;
  if (/[{}=\\]|\w*[A-Za-z]\d\w{6}|\w{6}\d[A-Za-z]/.test(value)) return false;
  if (!/\s/.test(value) && (ARTICLES.has(first) || /[^A-Za-z_-]/.test(value))) return false;
  const words = value.toLowerCase().match(/[\p{L}\d]+/gu) ?? [];
  return words.slice(1).some((word) => CLOSERS.has(word));
}

function unquote(text: string): string {
  const inner = /^(["'`])([^"'`]*)\1$/.exec(text.trim())?.[2];
  return (inner ?? text).trim();
}
