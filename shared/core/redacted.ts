import { createHmac, randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

/** Without a key, a short password could be guessed from its fingerprint. Each process has a new one, or is given one. */
let fingerprintKey: string | Buffer = randomBytes(32);

/** Sets the key of all fingerprints of this process, where they are to be equal to those of other processes. */
export function useFingerprintKey(key: Redacted): void {
  fingerprintKey = key.reveal();
}

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

  /**
   * Equal for equal values, one key and one salt. It shows nothing else of the value. 12 hexadecimal digits.
   * @param salt Keeps equal values of different resources apart.
   */
  fingerprint(salt = ''): string {
    const key = createHmac('sha256', fingerprintKey).update(salt).digest();
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
