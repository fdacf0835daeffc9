import { styleText } from 'node:util';
import type { Severity } from '../../shared/core/severity.ts';

/** `1,204`. Loading Intl takes longer than most replays. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 finding`, `1,204 findings`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

const COLOURS = { critical: ['bold', 'red'], high: ['red'], medium: ['yellow'], low: ['cyan'] } as const;

/** Colours on a terminal that supports them, plain text elsewhere. */
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
