import { anyCovers } from '../../policy/glob.ts';

/**
 * Whether a resource may be without something: it never had it, as far as is known, and no pattern asks for it.
 * @param had What it had when it was last in order.
 */
export function mayBeWithout(had: unknown, required: readonly string[], id: string): boolean {
  return !had && !anyCovers(required, id);
}
