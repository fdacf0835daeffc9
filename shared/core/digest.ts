import { createHash } from 'node:crypto';

/** The same for the same text, and another for another: 16 hexadecimal digits of its SHA-256. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
