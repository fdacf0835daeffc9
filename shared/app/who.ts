import type { Actor } from '../core/actor.ts';
import { globCovers } from '../policy/glob.ts';

/** Plumbline acts as a role of its own; what it does never makes it act again. */
export function isOwnChange({ role, name }: Actor, ownRole: string): boolean {
  return role === ownRole || name === ownRole;
}

/** Whether a change came from a pipeline whose changes are reported and not put back. */
export function isTrustedDeployer({ name, role, via }: Actor, deployers: readonly string[]): boolean {
  return [name, role, via].some((each) => each !== undefined && deployers.some((pattern) => globCovers(pattern, each)));
}
