import { bounded, cutText, LONGEST } from '../core/bound.ts';
import type { Change, Episode, Finding, FindingEvent, Plan } from '../core/finding.ts';
import { openFor } from '../core/finding.ts';
import type { StoredFinding } from './store.ts';

/*
 * DynamoDB takes 400 KB an item. What is larger must still be recorded and told, so it is cut, the
 * least needed first, and where it is cut a text says so.
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
  const steps = [...finding.plan.steps, 'Find out what was set before: the state was too large to be stored.'];
  return { ...storedFinding, finding: { ...finding, plan: { ...finding.plan, steps } } };
}

/** What is carried out must be all there, so that nothing of it is left to carry out. */
function cutPlan({ steps }: Plan): Plan {
  const first = steps.slice(0, MOST_STEPS).map(cutText);
  return {
    steps: [...first, 'Put it right by hand: the plan is too large to be stored.'],
    mode: 'manual',
    actions: [],
    undo: [],
  };
}

/** One stands for the oldest, as long as all of them together. */
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
