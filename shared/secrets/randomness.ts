import { BIT, CLASSES, LETTERS } from './word-model.ts';

/** The shortest run that can look random. */
const SHORTEST = 12;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** A run of one character, or of characters in the order of a keyboard or an alphabet, is no random draw. */
const FILLED = /(.)\1{5}|0123456|1234567|abcdefg/i;

const NONE = 26;
const START = 0;

/**
 * Whether a text, or most of it, looks randomly drawn and not made of words: a likelihood ratio. For each character it
 * compares how likely words and identifiers have it at this place with a uniform draw from the text's alphabet.
 */
export function looksRandom(text: string): boolean {
  if (text.length < SHORTEST || /\s/.test(text)) return false;
  if (UUID.test(text)) return !FILLED.test(text);
  const drawn = mostRandom(text);
  return drawn.length >= SHORTEST && drawn.length >= text.length / 2 && drawn.bits >= threshold(text.length);
}

/** Whether a text is made of words: drawing it randomly would be far less likely. */
export function looksWordy(text: string): boolean {
  return randomBits(text) < 0;
}

/** How many bits likelier a text is as a random draw than as words. Negative: words are likelier. */
export function randomBits(text: string): number {
  const each = bitsOfAlphabet(text);
  return split(text).reduce((sum, piece) => sum + pieceBits(piece, each), 0);
}

/**
 * How many bits likelier a draw must be, by the length of the text. `npm run bench:secrets` measures that fewer than 1 %
 * of the random texts are missed from 16 characters on. Shorter ones need more evidence, and are sometimes missed.
 */
function threshold(length: number): number {
  return length < 16 ? 14 : Math.min(18, 5 + (length - 16) * 1.5);
}

/** The run of neighbouring pieces with the most bits. */
function mostRandom(text: string): { readonly bits: number; readonly length: number } {
  const each = bitsOfAlphabet(text);
  let best = { bits: 0, length: 0 };
  let bits = 0;
  let length = 0;
  for (const piece of split(text)) {
    if (bits < 0) {
      bits = 0;
      length = 0;
    }
    bits += pieceBits(piece, each);
    length += piece.length;
    if (bits > best.bits) best = { bits, length };
  }
  return best;
}

/** Text that is all upper case says with its case nothing about words. */
function split(text: string): readonly string[] {
  return (/[a-z]/.test(text) ? text : text.toLowerCase()).split(/[^a-zA-Z0-9]+/);
}

/** The number of bits that a uniform draw from the smallest usual alphabet has for each character. */
function bitsOfAlphabet(text: string): number {
  const letters = text.replace(/[^A-Za-z0-9]+/g, '');
  if (/^(?:[0-9a-f]*|[0-9A-F]*)$/.test(letters)) return 4;
  if (/^[A-Z2-7]*$/.test(letters)) return 5;
  return /^(?:[0-9a-z]*|[0-9A-Z]*)$/.test(letters) ? Math.log2(36) : Math.log2(62);
}

function pieceBits(piece: string, each: number): number {
  // Numbers are no words, and no draws either: dates, ports and versions are made of them.
  if (/^\d*$/.test(piece)) return 0;
  let bits = 0;
  let before = NONE;
  let kind = START;
  for (let i = 0; i < piece.length; i++) {
    const code = piece.charCodeAt(i);
    const next = code < 58 ? 3 : code < 91 ? 2 : 1;
    bits += (CLASSES[kind]?.[next - 1] ?? 0) / BIT;
    kind = next;
    if (next === 3) {
      bits += Math.log2(10);
      before = NONE;
    } else {
      const letter = (code | 32) - 97;
      bits += ((LETTERS[before]?.charCodeAt(letter) ?? 33) - 33) / BIT;
      before = letter;
    }
  }
  return bits - each * piece.length;
}
