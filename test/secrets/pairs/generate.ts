import { alnum, base64, encode, hex, type Pair, upper, uuid } from '../fake.ts';

/** A pair with its difficulty. `hard`: a careful person would have to think about it. */
export interface GeneratedPair extends Pair {
  readonly difficulty: 'clear' | 'hard';
}

/** A text with one place for a value. */
export type Surrounding = (value: string) => string;

/** An invented value; another seed gives another value of the same family. */
export type Draw = (seed: string) => string;

/** What pairs are made of. The two halves share the functions that draw, and nothing of what is listed here. */
export interface Families {
  /** Names whose value is a password, and is one also if it is a word. */
  readonly passwordNames: readonly string[];
  /** The same in other languages, misspelt, abbreviated, or with something after the word. */
  readonly oddPasswordNames: readonly string[];
  /** Names of tokens and keys that give access. */
  readonly tokenNames: readonly string[];
  /** The same, but less common. */
  readonly oddTokenNames: readonly string[];
  /** Settings about passwords, tokens and keys, and of popular software, with an ordinary value. */
  readonly settings: Readonly<Record<string, string>>;
  /** Settings that are easy to confuse with secrets. */
  readonly confusing: Readonly<Record<string, string>>;
  /** Names that say nothing about secrets. */
  readonly neutralNames: readonly string[];
  /** Names of ids, hashes and public keys. */
  readonly idNames: readonly string[];
  readonly passwords: readonly string[];
  readonly placeholders: readonly string[];
  readonly oddPlaceholders: readonly string[];
  readonly pointers: readonly string[];
  /** The formats of vendors, with a given body that has at least 100 characters. */
  readonly vendors: readonly ((draw: (length: number) => string) => string)[];
  /** Texts in which a value is a password. */
  readonly surroundings: readonly Surrounding[];
  readonly oddSurroundings: readonly Surrounding[];
}

export const RANDOM: readonly Draw[] = [
  uuid,
  (seed) => hex(32, seed),
  (seed) => hex(64, seed),
  (seed) => alnum(24, seed),
  (seed) => alnum(40, seed),
  (seed) => upper(32, seed),
  (seed) => base64(44, seed),
];

const IDS: readonly Draw[] = [
  uuid,
  (seed) => hex(40, seed),
  (seed) => hex(12, seed),
  (seed) => alnum(22, seed),
  (seed) => `sha256:${hex(64, seed)}`,
];

const FILLERS: readonly ((length: number) => string)[] = [
  (length) => 'x'.repeat(length),
  (length) => 'X'.repeat(length),
  (length) => '0'.repeat(length),
  (length) => '1234567890abcdef'.repeat(length).slice(0, length),
];

const EACH = 120;

/** Pairs of every kind, made from one half of the families. The same seed gives the same pairs. */
export function generate(families: Families, seed: string): readonly GeneratedPair[] {
  const next = picker(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const label = () => `${seed}/${next()}`;
  const make = (
    theme: string,
    difficulty: 'clear' | 'hard',
    secret: boolean,
    one: () => readonly [name: string, value: string],
  ) =>
    Array.from({ length: EACH }, (): GeneratedPair => {
      const [name, value] = one();
      return { theme, difficulty, secret, name, value };
    });
  const drawn = () => pick(RANDOM)(label());
  const f = families;
  const named = [...f.passwordNames, ...f.tokenNames];
  const vendor = (body: (length: number) => string) => pick(f.vendors)(body);
  const all = [
    make('passwords', 'clear', true, () => [pick(f.passwordNames), pick(f.passwords)]),
    make('random text under names', 'clear', true, () => [pick(f.tokenNames), drawn()]),
    make('passwords under odd names', 'hard', true, () => [pick(f.oddPasswordNames), pick(f.passwords)]),
    make('random text under odd names', 'hard', true, () => [pick(f.oddTokenNames), drawn()]),
    make('encoded passwords', 'hard', true, () => [`${pick(f.passwordNames)}_B64`, encode(pick(f.passwords))]),
    make('placeholders', 'clear', false, () => [pick(named), pick(f.placeholders)]),
    make('odd placeholders', 'hard', false, () => [pick(named), pick(f.oddPlaceholders)]),
    make('pointers', 'clear', false, () => [pick(named), pick(f.pointers)]),
    make('settings', 'clear', false, () => pick(Object.entries(f.settings))),
    make('confusing settings', 'hard', false, () => pick(Object.entries(f.confusing))),
    make('ids', 'clear', false, () => [pick(f.idNames), pick(IDS)(label())]),
    make('vendors', 'clear', true, () => {
      const body = label();
      return [pick(f.neutralNames), vendor((length) => alnum(length, body))];
    }),
    make('vendors, filled up', 'hard', false, () => [pick(named), vendor(pick(FILLERS))]),
    make('texts', 'clear', true, () => [pick(f.neutralNames), pick(f.surroundings)(pick(f.passwords))]),
    make('odd texts', 'hard', true, () => [pick(f.neutralNames), pick(f.oddSurroundings)(pick(f.passwords))]),
    make('texts with placeholders', 'hard', false, () => [
      pick(f.neutralNames),
      pick([...f.surroundings, ...f.oddSurroundings])(pick(f.placeholders)),
    ]),
  ].flat();
  return [...new Map(all.map((pair) => [`${pair.name}=${pair.value}`, pair])).values()];
}

/** Numbers from 0 to 1 that depend on the seed only (mulberry32). */
export function picker(seed: string): () => number {
  let state = Number.parseInt(hex(8, seed), 16);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
