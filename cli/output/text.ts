import { styleText } from 'node:util';
import type { Severity } from '../../shared/core/severity.ts';

/**
 * Text from an account, made safe for a terminal: control characters, which could move the cursor
 * or recolour the screen, and characters that reorder or hide text become visible codes.
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

/** `1,204`. The runtime's own formatting takes longer to load than most replays take. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 finding`, `1,204 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

const COLOURS = { critical: ['bold', 'red'], high: ['red'], medium: ['yellow'], low: ['cyan'] } as const;

/** Coloured on a terminal that wants colours, plain elsewhere. */
export interface Paint {
  severity(text: string, severity: Severity): string;
  dim(text: string): string;
  bold(text: string): string;
}

export function paintFor(stream: NodeJS.WriteStream): Paint {
  const options = { stream, validateStream: true } as const;
  return {
    severity: (text, severity) => styleText([...COLOURS[severity]], text, options),
    dim: (text) => styleText('dim', text, options),
    bold: (text) => styleText('bold', text, options),
  };
}
