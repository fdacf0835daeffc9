import type { Detection } from '../../secrets/detect.ts';
import { isHidden, screenVariable } from '../common/variable.ts';

interface Screened {
  readonly type: string;
  readonly detection?: Detection | null;
}

/**
 * Judges the value of a parameter by its name and drops it. Of a value that AWS hid the name is judged alone.
 * @param text The value; `undefined`: it is not shown.
 */
export async function screenParameter(id: string, type: string, text: string | undefined): Promise<Screened> {
  if (type === 'SecureString') return { type };
  const name = id.split('/').at(-1) ?? id;
  if (text === undefined || isHidden(text)) {
    const detection = await claimOf(name);
    return { type, ...(detection ? { detection } : {}) };
  }
  const { value, detection } = await screenVariable(name, text);
  return { type, ...(value ? { detection: detection ?? null } : {}) };
}

/** Loaded with the first parameter: most runs have none. */
async function claimOf(name: string): Promise<Detection | undefined> {
  const [{ readName }, { byName }] = await Promise.all([
    import('../../secrets/names.ts'),
    import('../../secrets/detection.ts'),
  ]);
  const claim = readName(name);
  // Secrets are often named where they are kept: such a value can be the name of one.
  if (!claim?.certain || claim.stored || claim.loose) return undefined;
  return byName('named-secret', `a value under a name that says ${claim.noun}`);
}
