import type { Redacted } from '../core/redacted.ts';
import { byName, byValue, type Detection } from './detection.ts';
import { findEmbedded } from './embedded.ts';
import { loadScan, type Scan } from './known-formats.ts';
import { type Claim, type Noun, readName, saysPublic } from './names.ts';
import { markTemplates } from './placeholders.ts';
import { isHarmless, isHarmlessUnder } from './pointers.ts';
import { looksRandom } from './randomness.ts';
import { findCredentialUrl } from './urls.ts';
import { findFormat } from './values.ts';
import { decodeText, hasPrivateJwk, leaves, parseObject } from './wrapped.ts';

export type { Detection } from './detection.ts';
export { UndecidedValue } from './known-formats.ts';

/** Judges a name together with its value. `undefined`: no secret was found. */
export type Detect = (name: string, value: Redacted) => Detection | undefined;

/** The longest environment variable. Longer values are judged by their beginning, so that the time is bounded. */
const MAX_LENGTH = 65_536;
const MAX_DEPTH = 3;

const NAMED: Readonly<Record<Noun, Detection>> = {
  password: byName('named-secret', 'a value under a name that says password'),
  secret: byName('named-secret', 'a value under a name that says secret'),
  token: byName('named-secret', 'a value under a name that says token'),
  key: byName('named-secret', 'a value under a name that says key'),
  credentials: byName('named-secret', 'a value under a name that says credentials'),
};
const AWS_SECRET_KEY = byName('aws-secret-key', 'an AWS secret access key');
const BASIC_AUTH = byName('basic-auth', 'a user name and password');
const DOCKER_AUTH = byValue('docker-auth', 'Docker registry credentials');
const SERVICE_ACCOUNT = byValue('google-service-account', 'a Google service account key');
const PRIVATE_JWK = byValue('private-key', 'a private key');
const WEBHOOK = byName('webhook-url', 'a webhook URL that anybody may post to');

/** Formats that are also those of public keys: of web clients, as their names say. */
const PUBLIC_TOO = new Set(['jwt', 'google-api-key']);

/**
 * Whether an environment variable holds a secret. The vendors' formats are loaded when the first value needs them.
 * @throws {UndecidedValue} if a detector failed and no other found a secret. It shows nothing of the value.
 */
export async function detectSecret(name: string, value: Redacted): Promise<Detection | undefined> {
  const text = prepare(value.reveal());
  if (isHarmless(text)) return undefined;
  return judgeText(name, text, needsScan(text) ? await loadScan() : undefined, 0);
}

/** The same as a synchronous function, for callers that judge many values or cannot wait. */
export async function loadDetect(): Promise<Detect> {
  const scan = await loadScan();
  return (name, value) => judge(name, value.reveal(), scan, 0);
}

function prepare(value: string): string {
  return markTemplates(value.slice(0, MAX_LENGTH).trim());
}

/** All formats of the vendors are long texts without spaces, and begin with a prefix or after a name. Most values have none. */
function needsScan(text: string): boolean {
  return text.length >= 20 && /[\w.+/=-]{20}/.test(text) && /[A-Za-z]{2}\d?[_.-]|[=:]/.test(text);
}

function judge(name: string, value: string, scan: Scan | undefined, depth: number): Detection | undefined {
  const text = prepare(value);
  return isHarmless(text) ? undefined : judgeText(name, text, scan, depth);
}

function judgeText(name: string, text: string, scan: Scan | undefined, depth: number): Detection | undefined {
  return judgeValue(name, text, scan, depth) ?? judgeName(name, text);
}

function judgeValue(name: string, text: string, scan: Scan | undefined, depth: number): Detection | undefined {
  if (text.length < 6) return undefined;
  const object = parseObject(text);
  if (object) return depth < MAX_DEPTH ? judgeObject(object, text, scan, depth + 1) : undefined;
  const decoded = depth < MAX_DEPTH ? decodeText(text) : undefined;
  const found =
    (decoded === undefined ? undefined : judgeValue('', markTemplates(decoded), scan, depth + 1)) ??
    findFormat(text) ??
    findCredentialUrl(text) ??
    (needsScan(text) ? scan?.(text) : undefined) ??
    findEmbedded(name, text) ??
    findInQuery(name, text);
  return found && isPublicUnder(name, found) ? undefined : found;
}

/** The SID of a Twilio key is its id: the secret is another text. */
function isPublicUnder(name: string, { detector }: Detection): boolean {
  if (detector === 'twilio-key') return /sid$/i.test(name);
  return PUBLIC_TOO.has(detector) && saysPublic(name);
}

/** A text in a query of a URL is encoded. */
function findInQuery(name: string, text: string): Detection | undefined {
  if (!/%(?:3[abd]|22)/i.test(text)) return undefined;
  const plain = text.replace(/%[2-7][0-9a-f]/gi, (code) => String.fromCharCode(Number.parseInt(code.slice(1), 16)));
  return findEmbedded(name, plain);
}

/** Each field of a JSON text is judged like a variable. */
function judgeObject(object: object, text: string, scan: Scan | undefined, depth: number): Detection | undefined {
  if (hasPrivateJwk(text)) return PRIVATE_JWK;
  for (const { key, value } of leaves(object)) {
    const found = judge(key, value, scan, depth);
    if (found) return namedByObject(object) ?? found;
  }
  // The words of a command are often a list.
  return isTexts(object) ? findEmbedded('', object.join(' ')) : undefined;
}

function isTexts(object: object): object is readonly string[] {
  return Array.isArray(object) && object.every((item) => typeof item === 'string');
}

function namedByObject(object: object): Detection | undefined {
  if ('auths' in object) return DOCKER_AUTH;
  return 'type' in object && object.type === 'service_account' ? SERVICE_ACCOUNT : undefined;
}

function judgeName(name: string, text: string): Detection | undefined {
  if (/webhook/i.test(name) && endsRandom(text)) return WEBHOOK;
  if (/auth|cred|login|user/i.test(name) && isUserAndPassword(name, text)) return BASIC_AUTH;
  const claim = readName(name);
  // A private key was detected before. This is a public one, or only the frame of one.
  if (text.startsWith('-----BEGIN ')) return undefined;
  if (!claim || isHarmlessThroughout(claim, text)) return undefined;
  if (claim.noun !== 'password' && saysPublic(name)) return undefined;
  return /secret_?(?:access_?)?key/i.test(name) && /^[A-Za-z0-9/+]{40}$/.test(text)
    ? AWS_SECRET_KEY
    : NAMED[claim.noun];
}

/** A document that holds only pointers is harmless, like a single pointer. So is an encoded one. */
function isHarmlessThroughout(claim: Claim, text: string): boolean {
  if (isHarmlessUnder(claim, text)) return true;
  const object = parseObject(text);
  if (object) return leaves(object).every(({ value }) => isHarmless(value) || isHarmlessUnder(claim, value));
  const decoded = decodeText(text);
  return decoded !== undefined && isHarmless(markTemplates(decoded));
}

function endsRandom(text: string): boolean {
  return /^https?:\/\//.test(text) && text.split(/[/?=&]/).some((part) => part.length >= 20 && looksRandom(part));
}

/** `user:password`, or `user/password` where the second part can be no name. */
function isUserAndPassword(name: string, text: string): boolean {
  const plain = decodeText(text) ?? text;
  const colon = /^[\w.@-]{1,64}:([^\s/:]{4,128})$/.exec(plain)?.[1];
  if (colon !== undefined && /auth|cred|login/i.test(name)) return !isHarmless(colon) && !/^\d+$/.test(colon);
  const [, user = '', password = ''] = /^([\w.@-]{1,64})\/([^\s/:]{4,128})$/.exec(plain) ?? [];
  if (/^(?:neo4j|admin|root|sa|postgres|app|user|guest)$/.test(user))
    return readName(name) !== undefined && !isHarmless(password);
  const listed =
    /^(?:[\w.@-]{1,64}:[^\s:,;]{6,64}[,;]?){2,50}$/.test(plain) && /users|accounts|logins|auth|cred/i.test(name);
  return listed && /:[^,;]*[a-z][^,;]*\d|:[^,;]*\d[^,;]*[a-z]/i.test(plain);
}
