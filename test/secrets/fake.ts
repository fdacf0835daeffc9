import { createHash } from 'node:crypto';

const HEX = '0123456789abcdef';
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ALNUM = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** One name/value pair; `secret` is what a careful person would say. */
export interface Pair {
  readonly theme: string;
  readonly name: string;
  readonly value: string;
  readonly secret: boolean;
}

/** Pairs of one theme, name → value. */
export interface Group {
  readonly secret?: Readonly<Record<string, string>>;
  readonly harmless?: Readonly<Record<string, string>>;
}

/** Flattens themed groups into labelled pairs. A name may end in `#2` to occur twice in a theme. */
export function pairs(groups: Readonly<Record<string, Group>>): readonly Pair[] {
  return Object.entries(groups).flatMap(([theme, { secret = {}, harmless = {} }]) => [
    ...label(theme, secret, true),
    ...label(theme, harmless, false),
  ]);
}

/** Invented hexadecimal digits, the same on every run. */
export const hex = (length: number, seed = 'h') => draw(HEX, length, seed);

/** Invented upper-case base32 characters. */
export const upper = (length: number, seed = 'u') => draw(UPPER, length, seed);

/** Invented letters and digits. */
export const alnum = (length: number, seed = 'a') => draw(ALNUM, length, seed);

/** Invented base64, with both of its special characters when it is long enough. */
export const base64 = (length: number, seed = 'b') => draw(`${ALNUM}+/+/`, length, seed);

/** An invented version 4 UUID. */
export function uuid(seed: string): string {
  const h = hex(32, seed);
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-a${h.slice(17, 20)}-${h.slice(20)}`;
}

/** Text in base64. */
export const encode = (text: string) => Buffer.from(text).toString('base64');

/** A JSON Web Token that nobody signed. */
export function jwt(claims: object, seed = 'j'): string {
  const part = (body: object) => Buffer.from(JSON.stringify(body)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${alnum(43, seed)}`;
}

/** PEM armour around invented content; the parts are joined here so that no key stands in the repository. */
export function pem(kind: string, lines = 6): string {
  const body = Array.from({ length: lines }, (_, i) => base64(64, `${kind}${i}`)).join('\n');
  return `${'-'.repeat(5)}BEGIN ${kind}${'-'.repeat(5)}\n${body}\n${'-'.repeat(5)}END ${kind}${'-'.repeat(5)}\n`;
}

function label(theme: string, values: Readonly<Record<string, string>>, secret: boolean): readonly Pair[] {
  return Object.entries(values).map(([name, value]) => ({ theme, name: name.replace(/#\d$/, ''), value, secret }));
}

function draw(alphabet: string, length: number, seed: string): string {
  let out = '';
  for (let block = 0; out.length < length; block++) {
    for (const byte of createHash('sha256').update(`${seed}/${block}`).digest()) {
      out += alphabet[byte % alphabet.length];
    }
  }
  return out.slice(0, length);
}
