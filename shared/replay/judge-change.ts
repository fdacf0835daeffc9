import type { TrailEvent } from '../core/event.ts';
import { objectOf } from '../core/json.ts';
import type { Judgement } from '../core/judgement.ts';
import { GONE, mappingOf } from '../core/kind.ts';
import type { AnyRule, Context } from '../core/rule.ts';
import { judge } from '../evaluate/judge.ts';
import type { EventChange } from './tracked-resources.ts';

/**
 * A rule's judgement of a change. Its `changes` are fields that the event set: what an event only shows was so before,
 * and a field that stays unknown has not changed.
 */
export function judgeChange(
  rule: AnyRule,
  { before, after }: Pick<EventChange, 'before' | 'after'>,
  event: TrailEvent,
  context: Context<object, unknown>,
): Judgement {
  const judgement = judge(rule, before === GONE ? undefined : before, after, context);
  const sets: readonly string[] | undefined = mappingOf(rule.kind, event)?.sets;
  const blank = objectOf(rule.kind.blank);
  const changes = judgement.changes.filter(
    (change) =>
      (sets?.includes(change.field) ?? true) &&
      (change.before !== undefined || JSON.stringify(change.after) !== JSON.stringify(blank?.[change.field])),
  );
  return changes.length === judgement.changes.length ? judgement : { ...judgement, changes };
}
