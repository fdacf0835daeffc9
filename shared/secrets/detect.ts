import type { Redacted } from '../core/redacted.ts';
import { byName, byValue, type Detection } from './detection.ts';
import { findAssignment, findCredentialUrl } from './embedded.ts';
import { loadScan, type Scan } from './known-formats.ts';
import { type Noun, readName, saysPublic } from './names.ts';
import { isHarmless, isHarmlessUnder } from './pointers.ts';
import { looksRandom } from './randomness.ts';
import { findFormat } from './values.ts';
import { decodeText, leaves, parseObject } from './wrapped.ts';

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
const WEBHOOK = byName('webhook-url', 'a webhook URL that anybody may post to');

/**
 * Whether an environment variable holds a secret. The vendors' formats are loaded when the first value needs them.
 * @throws {UndecidedValue} if a detector failed and no other found a secret. It shows nothing of the value.
 */
export async function detectSecret(name: string, value: Redacted): Promise<Detection | undefined> {
  return needsScan(value.reveal()) ? judge(name, value.reveal(), await loadScan()) : judge(name, value.reveal());
}

/** The same as a synchronous function, for callers that judge many values or cannot wait. */
export async function loadDetect(): Promise<Detect> {
  const scan = await loadScan();
  return (name, value) => judge(name, value.reveal(), needsScan(value.reveal()) ? scan : undefined);
}

/** All formats of the vendors are long texts without spaces. Most values have none. */
function needsScan(value: string): boolean {
  return value.length >= 20 && !isHarmless(value) && /[\w.+/=-]{20}/.test(value);
}

function judge(name: string, value: string, scan?: Scan, depth = 0): Detection | undefined {
  const text = value.slice(0, MAX_LENGTH).trim();
  if (isHarmless(text)) return undefined;
  return judgeValue(name, text, scan, depth) ?? judgeName(name, text);
}

function judgeValue(name: string, text: string, scan: Scan | undefined, depth: number): Detection | undefined {
  if (text.length < 8) return undefined;
  const wrapped = depth < MAX_DEPTH ? judgeWrapped(text, scan, depth + 1) : undefined;
  const found = wrapped ?? findFormat(text) ?? findCredentialUrl(text) ?? scan?.(text) ?? findAssignment(text);
  return found?.detector === 'jwt' && saysPublic(name) ? undefined : found;
}

/** Each field of a JSON text is judged, and the text that is encoded in base64. */
function judgeWrapped(text: string, scan: Scan | undefined, depth: number): Detection | undefined {
  const object = parseObject(text);
  if (object) {
    for (const { key, value } of leaves(object)) {
      const found = judge(key, value, scan, depth);
      if (found) return namedByObject(object) ?? found;
    }
    return undefined;
  }
  const decoded = decodeText(text);
  return decoded === undefined ? undefined : judgeValue('', decoded, scan, depth);
}

function namedByObject(object: object): Detection | undefined {
  if ('auths' in object) return DOCKER_AUTH;
  return 'type' in object && object.type === 'service_account' ? SERVICE_ACCOUNT : undefined;
}

function judgeName(name: string, text: string): Detection | undefined {
  const claim = readName(name);
  if (/webhook/i.test(name) && endsRandom(text)) return WEBHOOK;
  if (!claim || isHarmlessThroughout(claim.noun, text)) return undefined;
  if (/auth|cred|login/i.test(name) && isUserAndPassword(text)) return BASIC_AUTH;
  if (!claim.certain && !looksRandom(text)) return undefined;
  return /secret_?(?:access_?)?key/i.test(name) && /^[A-Za-z0-9/+]{40}$/.test(text)
    ? AWS_SECRET_KEY
    : NAMED[claim.noun];
}

/** A document that holds only pointers is harmless, like a single pointer. */
function isHarmlessThroughout(noun: Noun, text: string): boolean {
  const object = parseObject(text);
  const values = object ? leaves(object).map(({ value }) => value) : [text];
  return values.every((value) => isHarmless(value) || isHarmlessUnder(noun, value));
}

function endsRandom(text: string): boolean {
  return /^https?:\/\//.test(text) && text.split(/[/?=&]/).some((part) => part.length >= 20 && looksRandom(part));
}

function isUserAndPassword(text: string): boolean {
  return /^[\w.@-]{1,64}:[^\s/:]{4,128}$/.test(decodeText(text) ?? text);
}
