import { type Ref, refKey } from '../core/ref.ts';
import { type AnyRule, type Context, isUnknown } from '../core/rule.ts';
import { activeRun } from '../store/active-run.ts';
import type { RemediatePorts } from './ports.ts';

/** AWS may show for some time what a resource was before Plumbline has changed it. Milliseconds. */
const SETTLED = 15 * 60_000;

export const NOBODY_STAYS =
  'Plumbline is changing, or has just changed, everybody else who could do what this plan takes away. Ask again in 15 minutes.';

/**
 * Why a plan that needs others to stay as they are must not go on, as a sentence. Two runs that begin at once see each
 * other: each is recorded before it asks. What the others can do was read before that.
 * @param paths Of the violations that the plan fixes.
 */
export async function othersGone(
  rule: AnyRule,
  state: object,
  context: Context<object, unknown>,
  paths: readonly string[],
  ports: RemediatePorts,
): Promise<string | undefined> {
  const judged = rule.judge(state, context);
  const fixed = isUnknown(judged) ? [] : judged.filter(({ path }) => paths.includes(path));
  const groups = rule.remediation?.needsOneOf?.(fixed, context);
  if (!groups) return undefined;
  const changed = new Map<string, boolean>();
  for (const group of groups) {
    for (const ref of group) {
      const key = refKey(ref);
      if (!changed.has(key)) changed.set(key, await isChanging(ref, ports));
    }
    if (!group.some((ref) => changed.get(refKey(ref)))) return undefined;
  }
  return NOBODY_STAYS;
}

async function isChanging(ref: Ref, ports: RemediatePorts): Promise<boolean> {
  const record = await ports.store.resource(ref);
  const since = ports.now() - SETTLED;
  return (record.wrote ?? []).some(({ to }) => to > since) || (await activeRun(record, ports)) !== undefined;
}
