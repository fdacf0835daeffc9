/** What a name says about its value. */
export type Noun = 'password' | 'secret' | 'token' | 'key' | 'credentials';

/** What a name claims about its value. `certain`: every value is a secret. Else: only a value that looks random. */
export interface Claim {
  readonly noun: Noun;
  readonly certain: boolean;
}

const KEY_OWNERS =
  'api|access|private|secret|sign|signing|encrypt|encryption|decrypt|decryption|master|auth|ssh|hmac|fernet|account';

/**
 * The last noun counts. In `SECRET_TOKEN_FILE` it is `TOKEN`, and the text after it shows that the value is no token.
 */
const CERTAIN: readonly (readonly [Noun, RegExp])[] = [
  ['password', /passw(?:or)?ds?|passphrases?|passwrd|passcode|pswd|pwd/g],
  ['password', /(?:^|_)(?:ssh|db|bind|ldap_?bind)?p(?:ass|w|in)(?=_?\d*$)/g],
  ['key', new RegExp(`(?:^|_|[a-z])(?:${KEY_OWNERS})_?keys?(?![a-z])(?:_base)?`, 'g')],
  ['secret', /secrets?(?!s?_?manager|ar)/g],
  ['token', /tokens?(?!i[sz])/g],
  ['token', /erlang_cookie/g],
  ['credentials', /credentials?|(?:^|_)creds?(?=_|$)|basic_?auth|mnemonic/g],
];

const POSSIBLE: readonly (readonly [Noun, RegExp])[] = [
  ['key', /(?:^|_)(?:[a-z]*_)?key(?=_\d+$|$)/],
  ['credentials', /(?:^|_)(?:auth|licen[cs]e|cookie|session|signature|dsn|webhook|jwt)(?=_\d+$|$)/],
  ['secret', /(?:^|_)(?:salt|pepper|seed)(?=_\d+$|$)/],
];

/** Keys that give no access, or that are public. */
const OPEN_KEY =
  /(?:^|_)(?:public(?:_[a-z]+)?|publishable|anon|site|partition|sort|hash|range|primary|foreign|object|s3|cache|idempotency|lookup|feature|index|routing|kms|sharding|shard|group|dedup|deduplication|translation|i18n|map|sns|sqs|dynamo|dynamodb)_?keys?(?:_|$)/;

/** Endings of names that describe a secret: its place, its lifetime, its name. */
const ABOUT = new Set(
  `name names arn arns id ids sid url urls uri uris endpoint endpoints host hostname domain port path paths file files
  filename dir directory folder location ttl expiry expire expires expiration exp lifetime timeout duration length len
  size min max age type types kind mode algorithm alg algo policy header headers issuer audience aud enabled enable
  disabled disable required optional rotation rotate provider providers source sources version prefix suffix field column
  attribute param params parameter parameters table bucket count limit limits quota rate rounds region cache store backend
  backends manager env var variable ref reference format template email subject method scheme strategy scope scopes grant
  days hours minutes seconds ms interval attempts retries retry date at owner profile alias address contract symbol list
  label labels title description hint regex pattern validation validator strength complexity reset link page route status
  state registry realm mapping selector delimiter separator iterations cost check checks auth login cookie fingerprint
  thumbprint usage usages budget window chars characters case class handler function lambda queue topic group role user
  username vault key project tenant cluster namespace service event events json`.split(/\s+/),
);

/** The secret id of AppRole is a password, although its name ends with `ID`. */
const SECRET_ID = /(?:vault|approle).*secret_id$/;

/** Documented settings of the platform. They hold no secrets. */
const PLATFORM = /^(?:aws_lambda_|powertools_|aws_ca_bundle$)/;

/** What a name claims about its value. `undefined`: nothing, or the name only describes a secret. */
export function readName(name: string): Claim | undefined {
  const words = toWords(name.slice(0, 512));
  if (PLATFORM.test(words)) return undefined;
  if (SECRET_ID.test(words)) return { noun: 'secret', certain: false };
  return readCertain(words) ?? readPossible(words);
}

/** Whether a name says that its value is public, such as a key of a web client. */
export function saysPublic(name: string): boolean {
  return /(?:^|_)(?:anon|publishable|public)_?key(?:_|$)/.test(toWords(name.slice(0, 512)));
}

/** `dbPassword`, `db-password` and `DB.Password` are all `db_password`. */
export function toWords(name: string): string {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, '_')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}

function readCertain(words: string): Claim | undefined {
  const found = CERTAIN.flatMap(([noun, pattern]) =>
    [...words.matchAll(pattern)].map((match) => ({ noun, start: match.index, end: match.index + match[0].length })),
  );
  const last = found.sort((a, b) => a.end - b.end || b.start - a.start).at(-1);
  if (!last || isAbout(words.slice(last.end))) return undefined;
  return last.noun === 'key' && OPEN_KEY.test(words) ? undefined : { noun: last.noun, certain: true };
}

function readPossible(words: string): Claim | undefined {
  if (OPEN_KEY.test(words)) return undefined;
  const found = POSSIBLE.find(([, pattern]) => pattern.test(words));
  return found && { noun: found[0], certain: false };
}

function isAbout(rest: string): boolean {
  const last = rest
    .split('_')
    .filter((word) => word && !/^\d+$/.test(word))
    .at(-1);
  return last !== undefined && ABOUT.has(last);
}
