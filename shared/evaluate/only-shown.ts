import { type TrailEvent, UnreadableEvent } from '../core/event.ts';
import { type Gone, mappingOf } from '../core/kind.ts';
import { type AnyRule, type Context, isUnknown } from '../core/rule.ts';

/**
 * Whether an event only shows a violation, and did not make it: its response says what the resource is like, and without
 * the response there is no such violation. So nobody is blamed for it.
 * @param before What was known before the event.
 */
export function isOnlyShown(
  rule: AnyRule,
  before: object | Gone | undefined,
  event: TrailEvent,
  context: Context<object, unknown>,
  path: string,
): boolean {
  const { kind } = rule;
  const mapping = mappingOf(kind, event);
  if (!mapping?.evolve || !mapping.showsMore || !event.responseElements) return false;
  try {
    const known = typeof before === 'object' ? before : kind.blank;
    const asked = mapping.evolve(known, { ...event, responseElements: undefined }, context.ref.id);
    if (typeof asked !== 'object' || asked instanceof Promise) return false;
    const judged = rule.judge(asked, context);
    return isUnknown(judged) || !judged.some((violation) => violation.path === path);
  } catch (error) {
    // Only the response shows what the call did.
    if (error instanceof UnreadableEvent) return false;
    throw error;
  }
}
