import { Redacted } from '../../core/redacted.ts';
import type { Detection } from '../../secrets/detect.ts';

/** One environment variable of a container or a function. Its value is screened the moment it is read. */
export interface Variable {
  readonly name: string;
  /** Left out where AWS hid it, and where it could not be judged. */
  readonly value?: Redacted;
  /** What the value was taken for, where it looks like a secret. */
  readonly detection?: Detection;
}

/** What AWS writes instead of a value that it hides. */
const HIDDEN = /^(?:HIDDEN_DUE_TO_SECURITY_REASONS|<sensitiveDataRemoved>|\*{4})$/;

/** Whether a text is only a placeholder for a value that AWS hid. */
export function isHidden(text: string): boolean {
  return HIDDEN.test(text);
}

/** Wraps a value and looks at it once, so that rules need neither reveal it nor wait. */
export async function screenVariable(name: string, text: string): Promise<Variable> {
  if (isHidden(text)) return { name };
  const value = new Redacted(text);
  // Loaded with the first variable: most runs never see one.
  const { detectSecret, UndecidedValue } = await import('../../secrets/detect.ts');
  try {
    const detection = await detectSecret(name, value);
    return { name, value, ...(detection ? { detection } : {}) };
  } catch (error) {
    if (error instanceof UndecidedValue) return { name };
    throw error;
  }
}
