/** A name in a longer text, with its value. */
export interface Field {
  readonly key: string;
  readonly value: string;
  /** Whether the form of the text shows where the value ends. In prose ("Token: ask …") it does not. */
  readonly firm: boolean;
  /** Whether only a colon stands between: `session:1a2b` is also the form of keys of a cache. */
  readonly joined: boolean;
  /** Whether it is a parameter in the query of a URL. */
  readonly query: boolean;
  /** The rest of the line from the value on: `see vault` is a note, although its first word is none. */
  readonly line: string;
}

/** The most fields of a text that are judged. More than that is no configuration. */
const MOST = 3000;

/**
 * `Pwd=…`, `key: …`, `"key": "…"`, `-Dkey=…`, `?key=…`. The value is only looked at, so that the next match can begin in
 * it. Repetitions are bounded, and a look-behind allows one match for each word with its hyphens. So the time is bounded.
 */
const ASSIGNMENT =
  /(?<![\p{L}\p{N}_.]|[\p{L}_]-)(?<key>[\p{L}_][\p{L}\p{M}\p{N}_.-]{0,80}(?: (?:[Kk]ey|[Pp]assword|[Pp]wd|[Ss]ecret|[Tt]oken))?)(?:\\?["'\]]){0,2}(?<sign>[ \t]{0,3}(?:=>|:=)[ \t]{0,3}|[ \t]{1,3}=[ \t]{0,3}|=(?![ \t])|[ \t]{0,3}:(?!\/\/)[ \t]{0,3})(?=(?:\\"(?<escaped>[^"\\]{0,400})\\"|"(?<double>[^"\n]{0,2000})"|'(?<single>[^'\n]{0,2000})'|\{(?<braced>[^{}\n"]{1,200})\}(?=[;\s]|$)|(?<bare>[^\s;&,"'}\])]{1,400}))?)/gu;

/** `aws configure set aws_secret_access_key …`, and directives of servers: `proxy_set_header X-Api-Key …`. */
const SET =
  /\b(?:(?:config\s{1,3})?set|setx|setenv|ENV|ARG|config|add|\w{2,12}_set_header|(?:add|set)[-_]header|RequestHeader\s(?:set|add)|\w{1,10}_param)\s{1,3}(?<key>[\w./:-]{1,80})\s{1,3}["']?(?<bare>[^\s"']{12,400})/g;

/** `ENV DB_PASSWORD …` in a Dockerfile, and in shells. */
const SET_UPPER = /\b(?:setx|setenv|ENV|ARG)\s{1,3}(?<key>[A-Z][A-Z0-9_]{1,80})\s{1,3}["']?(?<bare>[^\s"'=]{4,400})/g;

/** `setenv("DB_PASSWORD", "…")`. */
const CALL = /\(\s?["'](?<key>[\w.-]{2,80})["']\s?,\s?(?:"(?<double>[^"\n]{1,400})"|'(?<single>[^'\n]{1,400})')/g;

/** `--password …`. */
const OPTION =
  /(?<=^|\s)--?(?<key>[A-Za-z][\w-]{0,60})\s{1,3}(?:"(?<double>[^"\n]{0,400})"|'(?<single>[^'\n]{0,400})'|(?<bare>[^\s-]\S{0,400}))/g;

/** `<password>…</password>`. */
const ELEMENT =
  /<(?<key>[\p{L}_][\p{L}\p{N}_:.-]{0,80})(?:\s[^<>]{0,200})?>\s{0,20}(?:<!\[CDATA\[)?(?<text>[^<]{1,2000}?)\s{0,20}(?:\]\]>\s{0,20})?<\//gu;

/** `<string name="password">…</string>`. */
const NAMED_ELEMENT =
  /\b(?:name|key|id)\s?=\s?["'](?<key>[\w.:-]{1,80})["'][^<>]{0,100}>\s{0,20}(?:<\w{1,20}>\s{0,20})?(?<text>[^<]{1,2000}?)\s{0,20}<\//gi;

/** `<name>password</name><value>…</value>`, as in the files of Hadoop and of macOS. */
const TWO_ELEMENTS =
  /<(?:name|key|param-name)>\s{0,20}(?<key>[\w.:-]{1,80})\s{0,20}<\/[\w-]{1,20}>\s{0,20}<(?:value|string|data|param-value)>\s{0,20}(?<text>[^<]{1,2000}?)\s{0,20}<\//gi;

/** A name and a value beside each other: in XML, YAML, HCL and JSON. */
const NAME_AND_VALUE =
  /\b(?:name|key|parameterkey)["']?\s?[=:]\s?["']?(?<key>[\w.:-]{1,80})["']?,?\s{1,40}["']?(?:value|parametervalue)["']?\s?[=:]\s?(?:"(?<double>[^"\n]{0,2000})"|'(?<single>[^'\n]{0,2000})'|(?<bare>[^\s;,"'}]{1,400}))/gi;

/** The names with their values in a text of any of the usual forms. */
export function* fieldsOf(text: string): Generator<Field> {
  if (!/[=:<(]|--?[a-z]|set|ENV|ARG/i.test(text)) return;
  if (text.includes('<')) yield* found(text, text.includes('</') ? [ELEMENT, NAMED_ELEMENT, TWO_ELEMENTS] : []);
  if (/value/i.test(text)) yield* found(text, [NAME_AND_VALUE]);
  yield* assignments(text);
  if (text.includes('-')) yield* found(text, [OPTION]);
  yield* found(text, text.includes('(') ? [SET_UPPER, CALL] : [SET_UPPER]);
  if (text.includes(' ')) for (const field of found(text, [SET])) yield { ...field, firm: false };
}

function* found(text: string, forms: readonly RegExp[]): Generator<Field> {
  for (const form of forms) {
    let left = MOST;
    for (const { groups = {} } of text.matchAll(form)) {
      if (left-- === 0) break;
      const value = groups['text'] ?? groups['double'] ?? groups['single'] ?? groups['bare'] ?? '';
      yield { key: groups['key'] ?? '', value, line: value, firm: true, joined: false, query: false };
    }
  }
}

function* assignments(text: string): Generator<Field> {
  const structured = text.includes('\n');
  let left = MOST;
  for (const match of text.matchAll(ASSIGNMENT)) {
    if (left-- === 0) break;
    const { key = '', sign = '', escaped, double, single, braced, bare } = match.groups ?? {};
    const quoted = escaped ?? double ?? single ?? braced;
    const start = match.index + match[0].length;
    const line = quoted ?? restOfLine(text, start);
    const alone = isAlone(text, match.index, line, bare);
    yield {
      key,
      value: quoted ?? blockAfter(text, start, bare) ?? bare ?? '',
      line,
      query: /[?&]/.test(text.charAt(match.index - 1)),
      firm: quoted !== undefined || structured || !sign.includes(':') || alone,
      joined: sign === ':' && bare !== undefined && !structured,
    };
  }
}

function restOfLine(text: string, start: number): string {
  return /^[^\n]{0,200}/.exec(text.slice(start, start + 200))?.[0].trim() ?? '';
}

/** The first line of a YAML block: `password: |` and a line below it. */
function blockAfter(text: string, start: number, bare: string | undefined): string | undefined {
  if (bare === undefined || !/^[|>][+-]?$/.test(bare)) return undefined;
  return /^[|>][+-]?\s{1,100}(\S{1,400})/.exec(text.slice(start, start + 600))?.[1];
}

/** `X-Api-Key: value` as a whole text, line or quoted part. */
function isAlone(text: string, index: number, line: string, bare: string | undefined): boolean {
  const before = text.charAt(index - 1);
  return bare !== undefined && /^["'\n{,]?$/.test(before) && /^\S+?["']?(?:\s+(?:-|https?:).*)?$/.test(line);
}
