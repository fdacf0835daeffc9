import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Without a key, a short password could be guessed from its fingerprint. A new one each run. */
const FINGERPRINT_KEY = randomBytes(32);

const MARK = '[redacted]';

/**
 * A value that may be judged but never shown: it prints, serialises, concatenates and
 * inspects as a mark. Wrap a secret the moment it is read.
 */
export class Redacted {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The value itself. For judging only: the value must not leave the expression that reveals it. */
  reveal(): string {
    return this.#value;
  }

  /** Equal for equal values under one key, by default that of this run of the process; says nothing else about the value. */
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
