import {
  ABOUT,
  ABOUT_LAST,
  fold,
  JOINED,
  KEY_OWNERS,
  LONG_BY_END,
  LONG_BY_START,
  NEUTRAL,
  NEVER_STORED,
  NOT_MISSPELT,
  type Noun,
  OBJECTS,
  OPEN_KEY,
  OPEN_TOKEN,
  OTHER_SCRIPTS,
  SENSES,
  type Sense,
  SWITCHES,
  WEAK_OWNERS,
} from './vocabulary.ts';

export type { Noun } from './vocabulary.ts';

/** What a name claims about its value. */
export interface Claim {
  readonly noun: Noun;
  /** Whether every value is a secret. Else only a value that looks random is. */
  readonly certain: boolean;
  /** Whether the value may be the name of a stored secret: `DB_SECRET`, but not `JWT_SECRET`. */
  readonly stored: boolean;
  /** Whether words follow that may say something else, such as `SECRET_SANTA`. Plain words are no secret then. */
  readonly loose: boolean;
}

interface Head {
  readonly noun: Noun;
  readonly certain: boolean;
  /** The words of the name before the secret word, and after it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Documented settings of the platform. They hold no secrets. */
const PLATFORM = /^(?:AWS_LAMBDA_|POWERTOOLS_|AWS_CA_BUNDLE$|AWS_CONTAINER_CREDENTIALS_)/;

/** What a name claims about its value. `undefined`: nothing, or the name only describes a secret. */
export function readName(name: string): Claim | undefined {
  const cut = name.slice(0, 512);
  if (PLATFORM.test(cut)) return undefined;
  const words = toWords(cut);
  const head = findHead(words);
  if (!head) return undefined;
  const { noun, before, after } = head;
  // What is in a file is no path: `PASSWORD_FILE_CONTENTS`.
  const content = /^(?:contents?|data|body|text)$/.test(after.at(-1) ?? '');
  const telling = after.filter(
    (word) =>
      !NEUTRAL.has(word) &&
      !/^v?\d+$/.test(word) &&
      !(content && /^(?:file|keyfile|content|contents|body)$/.test(word)),
  );
  // The secret id of AppRole is a password, although its name ends with `ID`.
  if (noun === 'secret' && telling.join() === 'id') return { noun, certain: false, stored: true, loose: false };
  if (telling.some((word) => ABOUT.has(word)) || ABOUT_LAST.has(telling.at(-1) ?? '')) return undefined;
  const weak = before.some((word) => SWITCHES.has(word)) || (noun === 'secret' && before.some((w) => OBJECTS.has(w)));
  const goods = noun === 'token' && /^(?:default|base|quote|reward|payment)$/.test(before.at(-1) ?? '');
  const owner = before.at(-1) ?? '';
  const stored = (noun === 'secret' || noun === 'credentials') && !KEY_OWNERS.has(owner) && !NEVER_STORED.test(owner);
  return { noun, certain: head.certain && !weak && !goods, stored, loose: telling.length > 0 };
}

/** Whether a name says that its value is public, such as a key of a web client. */
export function saysPublic(name: string): boolean {
  return toWords(name.slice(0, 512)).some((word) => /^(?:anon|publishable|public|site)$/.test(word));
}

/** `dbPassword`, `db-password` and `DB.Password` all have the words `db` and `password`. Numbers at the end are left out. */
export function toWords(name: string): readonly string[] {
  // In a name that is all upper case, a digit before a letter separates nothing: K8S, P12.
  const cased = /\p{Ll}/u.test(name)
    ? name.replace(/(?<=[\p{Ll}\d])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/gu, '_')
    : name;
  const parts = cased.split(/[^\p{L}\p{M}\p{N}]+/u).filter(Boolean);
  return parts.map((part) => withoutNumber(fold(part)));
}

function withoutNumber(word: string): string {
  return /^[bvps]\d|^(?:base|sha|md|oauth|k|erc|x|p)\d|^\d/.test(word) ? word : word.replace(/\d+$/, '');
}

/** The last secret word of a name. In `SECRET_TOKEN_FILE` it is `TOKEN`, and `FILE` says that the value is no token. */
function findHead(words: readonly string[]): Head | undefined {
  for (let at = words.length - 1; at >= 0; at--) {
    const before = words.slice(0, at);
    const after = words.slice(at + 1);
    const word = words[at] ?? '';
    const sense = joinedBefore(before, word) ?? senseOf(word);
    if (!sense) continue;
    const head = { ...sense, before, after };
    if (sense.noun === 'key') return isOpen(before, OPEN_KEY) ? undefined : ownedKey(head, words);
    if (sense.noun === 'token' && isOpen(before, OPEN_TOKEN)) return undefined;
    return head;
  }
  return undefined;
}

/** Secret words that people also write as two or three. */
function joinedBefore(before: readonly string[], word: string): Sense | undefined {
  if (!before.length || !/^(?:word|phrase|passe|code|cookie|auth|sandi|khau|kunci|chiave|ke?y|kye)$/.test(word))
    return undefined;
  const joined = [before.slice(-2).join('') + word, `${before.at(-1)}${word}`];
  if (/^(?:seed|recovery|mnemonic|secret|wallet)phrase$/.test(joined[1] ?? ''))
    return { noun: 'password', certain: true };
  const found = joined.find((one) => SENSES.has(one));
  if (/^(?:ky|kye)$/.test(word))
    return KEY_OWNERS.has(before.at(-1) ?? '') ? { noun: 'key', certain: true } : undefined;
  return found === undefined ? undefined : SENSES.get(found);
}

/** What a word names, also in the plural, with one typing error, or at the end of a joined word. */
function senseOf(word: string): Sense | undefined {
  const exact = SENSES.get(word) ?? (word.endsWith('s') ? SENSES.get(word.slice(0, -1)) : undefined);
  if (exact) return exact;
  if (word.length < 4 || word.length > 60 || NOT_MISSPELT.has(word)) return undefined;
  const single = /[^s]s$/.test(word) ? word.slice(0, -1) : word;
  if (/[^a-z0-9]/.test(word))
    return SENSES.get(OTHER_SCRIPTS.find((one) => word.includes(one)) ?? '') ?? misspelt(word);
  const end = LONG_BY_END.get(single.at(-1) ?? '')?.find((one) => single.endsWith(one));
  return end === undefined ? (joined(single) ?? misspelt(word)) : SENSES.get(end);
}

function joined(word: string): Sense | undefined {
  const [, owner = '', short = ''] = /^(.+?)(pass|pwd|pw|pin|psk|key|cred|salt|auth|jwt)$/.exec(word) ?? [];
  const known =
    JOINED.has(owner) || [4, 5, 6, 7].some((length) => JOINED.has(owner.slice(-length)) && owner.length > length);
  if (short === 'key') return known ? { noun: 'key', certain: isCertainOwner(owner) } : undefined;
  return known ? SENSES.get(short) : undefined;
}

function misspelt(word: string): Sense | undefined {
  const candidates = [word[0], word[1]].flatMap((first) => LONG_BY_START.get(first ?? '') ?? []);
  const found = candidates.find((one) => isOneEdit(word, one));
  if (found !== undefined) return SENSES.get(found);
  const ends = [7, 8, 9].filter((length) => length < word.length).map((length) => word.slice(-length));
  return ends.some((end) => isOneEdit(end, 'password')) ? SENSES.get('password') : undefined;
}

/** Whether one letter was inserted, left out or replaced, or two neighbours were swapped. The first letter is kept. */
function isOneEdit(word: string, right: string): boolean {
  if (Math.abs(word.length - right.length) > 1) return false;
  let at = 0;
  while (at < word.length && word[at] === right[at]) at++;
  const [a, b] = [word.slice(at), right.slice(at)];
  if (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2)) return true;
  return at > 0 && (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1));
}

function isOpen(before: readonly string[], open: ReadonlySet<string>): boolean {
  return open.has(before.at(-1) ?? '') || before.some((word) => /^(?:public|publishable|anon|site)$/.test(word));
}

function ownedKey(head: Head, words: readonly string[]): Head {
  const owner = head.before.at(-1);
  // French, Spanish and Portuguese put the owner after the key.
  const after = words[head.before.length] === 'key' ? undefined : head.after[0];
  const certain = head.certain || [owner, after].some((word) => word !== undefined && isCertainOwner(word));
  return { ...head, certain, after: after !== undefined && KEY_OWNERS.has(after) ? head.after.slice(1) : head.after };
}

function isCertainOwner(word: string): boolean {
  return KEY_OWNERS.has(word) && !WEAK_OWNERS.has(word);
}
