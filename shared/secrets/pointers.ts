import type { Noun } from './names.ts';
import { looksRandom } from './randomness.ts';

const DOCUMENTED_SAMPLE = /^(?:A[KS]IA[A-Z0-9]*EXAMPLE|[A-Za-z0-9/+]+EXAMPLEKEY)$/;

/** Values that are no secret under any name: pointers to a secret, placeholders, and texts for people. */
const HARMLESS: readonly RegExp[] = [
  /^(?:true|false|yes|no|on|off|y|n|enabled?|disabled?|none|null|nil|undefined|n\/a|not[-_ ]?set|unset|empty)$/i,
  /^arn:aws[\w-]*:/,
  /^\{\{[^{}]*\}\}$/,
  /^(?:ssm|secretsmanager|awssm|aws-ssm|aws-sm|op|akv|gcpsm|sm|s3|gs|vault|ref\+[a-z]+|file|env|kms|alias|azurekeyvault):\/\/?[^@]*$/i,
  /^(?:vault|ssm|secretsmanager|kms|env|file):[\w./#:-]+$/i,
  /^projects\/[\w-]+\/secrets\/[\w/-]+$/,
  /^@Microsoft\.KeyVault\(/,
  // Encrypted by SOPS, by KMS (every ciphertext blob starts so), by Ansible.
  /^ENC\[/,
  /^AQICAH[\w+/=]+$/,
  /^\$ANSIBLE_VAULT;/,
  // Placeholders of a shell, a template engine or a pipeline.
  /^\$\{[^{}]*\}$|^\$[A-Za-z_]\w*$|^\$\([^()]*\)$|^%\w+%$|^#\{[^{}]*\}#?$|^__\w+__$|^@@\w+@@$/,
  /^<[^<>]*>$|^\[[A-Za-z _-]*\]$/,
  /^[*.•x#_-]+$/i,
  /^(?:replace[-_ ]?me|change_me|to[-_ ]?do|tbd|fixme|placeholder|redacted|hidden_due_to_security_reasons)$/i,
  /^(?:your|my|insert|enter|put|add)[-_ ](?:[a-z0-9]+[-_ ]){0,5}(?:here|key|token|password|secret)$/i,
  /^-----BEGIN (?:CERTIFICATE|PUBLIC KEY|RSA PUBLIC KEY|CERTIFICATE REQUEST|X509 CRL|PGP PUBLIC KEY BLOCK)-----(?![\s\S]*PRIVATE KEY)/,
  /^(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-\w+) AAAA/,
  /^data:image\//,
  DOCUMENTED_SAMPLE,
];

/** Harmless, unless the name names a password: a password can be any text. */
const SETTING: readonly RegExp[] = [
  /^[-+]?\d+(?:\.\d+)?$/,
  /^\d+(?:\.\d+)?\s?(?:ms|s|sec|seconds?|m|min|minutes?|h|hours?|d|days?|w|weeks?|[kmg]i?b|%)$/i,
  /^P(?:\d+[YMWD])*(?:T[\dHMS.]+)?$/,
  /^\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?$/,
  /^(?:HS|RS|ES|PS)(?:256|384|512)$|^EdDSA$|^(?:hmac-?)?sha-?\d+$|^aes[-_\d a-z]*$|^(?:bcrypt|argon2\w*|scrypt|pbkdf2|md5|rsa\d*|ed25519)$/i,
  /^(?:bearer|basic|digest|oauth2?|oidc|saml|jwt|iam|sigv4|apikey|api_key|cookie|header|query|ldap|kerberos|mtls|include|omit|same-origin|default|auto|inherit|internal|external|vault|ssm|secretsmanager|env|file|opaque|anonymous|client_secret_\w+|access_token|refresh_token|id_token|instance_profile|public|private|string|json)$/i,
  /^(?:rate|cron|at)\(.*\)$|^(?:[\d*,/?-]{1,20} ){4,5}[\w*?,/-]{1,20}$/,
  // The name of another variable, or a list of names.
  /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/,
  /^[A-Z][A-Z0-9_]*(?:,\s?[A-Z][A-Z0-9_]*)+$/,
  /^(?:alias\/|mrk-)[\w/-]+$/,
];

/** The dotted name of a module or class. */
const DOTTED = /^(?:[A-Za-z_]\w{0,40}\.){2,}[A-Za-z_]\w{0,60}$/;

/** The form of names of stored secrets: `prod-db-credentials`. */
const STORED_NAME =
  /^(?=.*(?:^|[-_])(?:prod|production|dev|staging|stage|test|qa|uat|live|secrets?|credentials?)(?:[-_]|$))[a-z]+(?:[-_][a-z]+){2,}$/;

const PATH = /^(?:~|\.{1,2}|[A-Za-z]:|[\w-]+)?(?:[\\/]+[\w.@+=-]+)+[\\/]?$/;
/** A password can have one slash in the middle. */
const ROOTED_OR_DEEP = /^[~./\\]|[\\/].*[\\/]/;

/** A URL with a password was detected before. */
const URL_FORM = /^[a-z][a-z0-9+.-]{1,30}:\/\/\S*$/i;

/** Whether a value is no secret under any name. */
export function isHarmless(value: string): boolean {
  return value === '' || HARMLESS.some((pattern) => pattern.test(value));
}

/** Whether a value is no secret although its name names one: a path, an address, a setting. */
export function isHarmlessUnder(noun: Noun, value: string): boolean {
  if (URL_FORM.test(value) || isDotted(value)) return true;
  if (noun === 'password') return /^\d{1,2}$/.test(value) || (ROOTED_OR_DEEP.test(value) && isPath(value));
  if (isPath(value)) return true;
  if (SETTING.some((pattern) => pattern.test(value))) return true;
  return (noun === 'secret' || noun === 'credentials') && STORED_NAME.test(value);
}

function isDotted(value: string): boolean {
  return DOTTED.test(value) && !looksRandom(value);
}

/** A path has words between its slashes. Base64 can have slashes too, but no words between them. */
function isPath(value: string): boolean {
  return PATH.test(value) && value.split(/[\\/]/).every((part) => part.length <= 64 && isWordy(part));
}

function isWordy(part: string): boolean {
  const changes = part.match(/[a-z](?=[A-Z0-9])|[A-Z](?=\d)|\d(?=[A-Za-z])/g)?.length ?? 0;
  return changes <= Math.max(1, part.length / 5) || /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(part);
}
