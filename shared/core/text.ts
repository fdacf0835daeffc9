/**
 * Text from an account that is safe to show on one line. Control characters could move a cursor or change colours, and
 * some characters reorder or hide text: all of these become visible codes.
 */
export function plain(text: string): string {
  return text.replace(
    // oxlint-disable-next-line no-control-regex -- control characters are what this is about.
    /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]/g,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? '?'}}`,
  );
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

/** At most `most` UTF-16 units. A shortened text ends with `…`, and no character is cut in two. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, Math.max(0, most - 1)).replace(/[\ud800-\udbff]$/, '')}…`;
}
