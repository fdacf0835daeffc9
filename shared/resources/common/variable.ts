import { Redacted } from '../../core/redacted.ts';
import type { Detection } from '../../secrets/detect.ts';

/** An environment variable of a container or a function. Its value is judged where it is read. */
export interface Variable {
  readonly name: string;
  /** Left out: AWS hid it, or it could not be judged. */
  readonly value?: Redacted;
  /** Set if the value looks like a secret. */
  readonly detection?: Detection;
}

/** The texts that AWS writes for a hidden value. */
const HIDDEN = /^(?:HIDDEN_DUE_TO_SECURITY_REASONS|<sensitiveDataRemoved>|\*{4})$/;

/** Whether a text replaces a value that AWS hid. */
export function isHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** Wraps a value and judges it once, so that rules need not reveal it or wait. */
export async function screenVariable(name: string, text: string): Promise<Variable> {
  if (isHidden(text)) return { name };
  const value = new Redacted(text);
  // Loaded with the first variable: most runs have none.
  const { detectSecret, UndecidedValue } = await import('../../secrets/detect.ts');
  try {
    const detection = await detectSecret(name, value);
    return { name, value, ...(detection ? { detection } : {}) };
  } catch (error) {
    if (error instanceof UndecidedValue) return { name };
    throw error;
  }
}
