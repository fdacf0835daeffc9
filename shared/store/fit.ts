import { bounded, cutText, LONGEST } from '../core/bound.ts';
import type { Change, Episode, Finding, FindingEvent, Plan } from '../core/finding.ts';
import { openFor } from '../core/finding.ts';
import type { StoredFinding } from './store.ts';

/*
 * DynamoDB takes 400 KB an item. A larger finding must still be recorded and delivered. It is therefore shortened, the
 * least needed members first, and a text in it says so.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
 */

const MOST_EPISODES = 50;
const MOST_STEPS = 10;

type Cut<T> = (of: T) => T;

export const CUTS_OF_FINDING: readonly Cut<StoredFinding>[] = [
  ofFinding(cutChanges),
  ofFinding((finding) => ({ ...finding, violations: bounded(finding.violations) })),
  cutBaseline,
  ofFinding((finding) => ({ ...finding, plan: cutPlan(finding.plan) })),
  ofFinding(cutEpisodes),
];

export const CUTS_OF_EVENT: readonly Cut<FindingEvent>[] = [
  // A plan is never carried out in part.
  ({ restore: _restore, ...event }) => event,
  ofFinding(cutChanges),
  (event) => ({
    ...event,
    violations: bounded(event.violations),
    finding: { ...event.finding, violations: bounded(event.finding.violations) },
  }),
  ofFinding((finding) => ({ ...finding, plan: cutPlan(finding.plan) })),
  ofFinding(cutEpisodes),
];

function ofFinding<T extends { readonly finding: Finding }>(cut: Cut<Finding>): Cut<T> {
  return (of) => ({ ...of, finding: cut(of.finding) });
}

function cutChanges(finding: Finding): Finding {
  const cut = (value: unknown) =>
    value !== undefined && JSON.stringify(value).length > LONGEST ? '(too large to be stored)' : value;
  const changes = finding.changes.map(
    ({ field, before, after }): Change => ({ field, before: cut(before), after: cut(after) }),
  );
  return { ...finding, changes };
}

function cutBaseline({ baseline, ...storedFinding }: StoredFinding): StoredFinding {
  if (baseline === undefined) return storedFinding;
  const { finding } = storedFinding;
  const steps = [...finding.plan.steps, 'Find out the earlier setting: the state was too large to be stored.'];
  return { ...storedFinding, finding: { ...finding, plan: { ...finding.plan, steps } } };
}

/** A plan is never carried out in part: its actions are removed. */
function cutPlan({ steps }: Plan): Plan {
  const first = steps.slice(0, MOST_STEPS).map(cutText);
  return {
    steps: [...first, 'Fix this manually: the plan is too large to be stored.'],
    mode: 'manual',
    actions: [],
    undo: [],
  };
}

/** One episode replaces the oldest ones, and lasts as long as all of them together. */
function cutEpisodes(finding: Finding): Finding {
  const oldest = finding.episodes.slice(0, -MOST_EPISODES);
  const from = oldest[0]?.from;
  if (!from || oldest.length === 1) return finding;
  const occurredAt = from.occurredAt + openFor({ ...finding, episodes: oldest }, finding.lastSeen);
  const to = {
    ...from,
    eventName: '(several episodes)',
    occurredAt,
    actor: { type: 'unknown' as const, name: 'several' },
  };
  const episodes: Episode[] = [{ from, to }, ...finding.episodes.slice(-MOST_EPISODES)];
  return { ...finding, episodes };
}
