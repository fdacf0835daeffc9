import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Each run has a new key. Without a key, a short password could be guessed from its fingerprint. */
const FINGERPRINT_KEY = randomBytes(32);

const MARK = '[redacted]';

/**
 * A value that can be judged and is never shown. Printing, serialising, concatenating and inspecting it give a mark.
 * Wrap a secret where it is read.
 */
export class Redacted {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value. Use it only to judge, and inside one expression. */
  reveal(): string {
    return this.#value;
  }

  /** Equal for equal values and one key, by default the key of this process. It shows nothing else of the value. */
  fingerprint(key: string | Buffer = FINGERPRINT_KEY): string {
    return createHmac('sha256', key).update(this.#value).digest('hex').slice(0, 12);
  }

  toString(): string {
    return MARK;
  }

  toJSON(): string {
    return MARK;
  }

  [inspect.custom](): string {
    return MARK;
  }
}
