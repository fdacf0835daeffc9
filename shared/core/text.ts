/**
 * Characters that a reader does not see, or that change what is seen: control and format characters, line and paragraph
 * separators, spaces other than the usual one, private and unassigned characters, halves of pairs, characters that
 * software ignores by default, and the empty Braille pattern.
 * @see https://www.unicode.org/reports/tr36/ "Unicode Security Considerations"
 */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Cs}\p{Default_Ignorable_Code_Point}\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\u2800]/gu;
/** Nearly all text is ASCII, and is not searched further. */
const UNUSUAL = /[^ -~]/;

/** Text from an account that is safe to show on one line: each invisible character becomes a visible code. */
export function plain(text: string): string {
  if (!UNUSUAL.test(text)) return text;
  return text.replace(INVISIBLE, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? '?'}}`);
}

/** JSON in which each invisible character is escaped; the value is the same. */
export function plainJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  // The line ends of the layout stay; inside of texts JSON has escaped them.
  return json.replace(/[^\n -~]+/g, (unusual) => unusual.replace(INVISIBLE, escaped));
}

/** A character beyond U+FFFF is two escapes. */
function escaped(character: string): string {
  return Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');
}

/** ISO 8601 in seconds: `2026-03-02T09:04:00Z`. */
export function isoTime(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** `2026-03-02 09:04:00`, UTC. */
export function clock(time: number): string {
  return new Date(time).toISOString().slice(0, 19).replace('T', ' ');
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1000],
] as const;

/** The two largest units: `2 h 10 min`, `45 s`, `0 s`. */
export function duration(milliseconds: number): string {
  const first = UNITS.findIndex(([, size]) => milliseconds >= size);
  if (first < 0) return '0 s';
  const parts: string[] = [];
  let rest = milliseconds;
  for (const [name, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count} ${name}`);
  }
  return parts.join(' ');
}

/**
 * At most `most` UTF-16 units. A shortened text ends with `…`, and no character is cut in two. The mark is no letter
 * of the source, because Node would read a start with it twice as long. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\ud800-\udbff]$/, '')}${String.fromCodePoint(0x2026)}`;
}
