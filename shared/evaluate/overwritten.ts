import type { RuleSetting } from '../config/settings.ts';
import { describeActor } from '../core/actor.ts';
import { byPlumbline } from '../core/cause.ts';
import { canonical, fieldsBetween } from '../core/compare.ts';
import type { TrailEvent } from '../core/event.ts';
import { type Plan, recorded } from '../core/finding.ts';
import { GONE } from '../core/kind.ts';
import { simulate, typesOf } from '../core/plan.ts';
import { noted } from '../core/remediation-events.ts';
import type { AnyRule } from '../core/rule.ts';
import { freeze } from '../core/state.ts';
import { clock } from '../core/text.ts';
import type { ResourceRecord, Run, Suspected, Wrote } from '../store/store.ts';
import { causeOf } from './attribution.ts';
import type { Conclusion } from './conclude.ts';
import type { Observation } from './evaluate.ts';
import { followEvents } from './follow-events.ts';
import { judgeRun } from './judge-run.ts';
import type { Ports } from './ports.ts';
import { valueOf, wayBack } from './way-back.ts';

/*
 * A run that replaces a whole value, such as a policy, makes it of what was read a moment before. Where somebody else
 * writes between that read and the write, their change is gone, and nobody knows it until its event arrives: maybe before
 * the run ends, maybe hours later.
 */

/** A change of somebody else that a run has overwritten. */
export interface Overwritten {
  /** The finding of the run. */
  readonly finding: string;
  readonly run: string;
  /** Full sentences. */
  readonly note: string;
  /** What would bring the change back, where no rule objects to that. */
  readonly restore?: Plan;
}

interface Found {
  readonly overwritten: readonly Overwritten[];
  /** What is to be stored. */
  readonly wrote: readonly Wrote[];
  readonly suspected: readonly Suspected[];
}

/** CloudTrail gives seconds. Milliseconds. */
const SECOND = 1_000;

/**
 * The changes that a run has overwritten, each reported once. A run is read only where an event lies in the time of its
 * write. Nothing is claimed unless the resource is now as the run left it.
 * @param now The state that was read, frozen; `null`: the resource is gone.
 */
export async function overwrittenIn(
  record: ResourceRecord,
  observation: Observation,
  now: object | null,
  salt: string,
  ports: Ports,
): Promise<Found> {
  const { wrote = [], suspected: earlier = [], activeRun } = record;
  if (now === null) return { overwritten: [], wrote: [], suspected: [] };
  const suspected = [...earlier, ...(await suspectsIn(record, observation, salt, ports))];
  const overwritten: Overwritten[] = [];
  for (const each of suspected) {
    const own = wrote.findIndex(({ run }) => run === each.run);
    const run = own < 0 ? undefined : await ports.store.run(each.run);
    if (!run) continue;
    // What the next run read tells more of this run than what is read now.
    const next = wrote[own + 1];
    const seen = next && (await ports.store.run(next.run))?.before;
    const rule = settingOf(run, ports)?.rule;
    if (!rule || !run.before) continue;
    const left = simulate(rule, run.before, run.plan.actions.slice(0, wrote[own]?.steps));
    if (!isLost(each, { left, seen: seen ?? now, now })) continue;
    const { text, plan } = await wayBack(each, run, { record, now }, ports);
    const note = `${noteOf(each, run)} ${text}`;
    overwritten.push({ finding: run.finding, run: run.id, note, ...(plan ? { restore: plan } : {}) });
  }
  const reported = (id: string) => suspected.filter(({ run }) => run === id).map(({ cause }) => cause.eventId);
  return {
    overwritten,
    wrote: wrote.map((each) => {
      const all = [...new Set([...(each.reported ?? []), ...reported(each.run)])];
      return all.length > 0 ? { ...each, reported: all } : each;
    }),
    suspected: suspected.filter(({ run }) => run === activeRun),
  };
}

/** The events that came at the time of a write and did something that the run did not know. */
async function suspectsIn(
  { ref, wrote = [], suspected = [], activeRun }: ResourceRecord,
  { events, names }: Observation,
  salt: string,
  ports: Ports,
): Promise<readonly Suspected[]> {
  const found: Suspected[] = [];
  const acting = activeRun !== undefined && events.length > 0 ? await ports.store.run(activeRun) : undefined;
  const writing = acting ? [{ run: acting.id, from: acting.startedAt, to: Infinity, reported: [] }] : [];
  for (const { run: id, from, to, reported = [] } of [...wrote, ...writing]) {
    const known = new Set([
      ...reported,
      ...suspected.filter(({ run }) => run === id).map(({ cause }) => cause.eventId),
    ]);
    const isSuspect = ({ eventID, time }: TrailEvent) =>
      time >= Math.floor(from / SECOND) * SECOND && time <= to && !known.has(eventID);
    const some = events.filter(isSuspect);
    if (some.length === 0) continue;
    const run = acting?.id === id ? acting : await ports.store.run(id);
    for (const event of run ? some : []) {
      found.push(...(await suspicion(event, run as Run, { id: ref.id, names, salt }, ports)));
    }
  }
  return found;
}

/** What a run that did not know of an event may have overwritten; empty: nothing. */
async function suspicion(
  event: TrailEvent,
  run: Run,
  { id, names, salt }: { readonly id: string; readonly names: Observation['names']; readonly salt: string },
  ports: Ports,
): Promise<readonly Suspected[]> {
  const setting = settingOf(run, ports);
  const { before } = run;
  if (!setting || !before) return [];
  const { kind } = setting.rule;
  const hasAlias = (alias: string) => kind.holds?.(before, alias) === true;
  const [step] = await followEvents(kind, id, before, { events: [event], ...(names ? { names } : {}) }, hasAlias);
  if (!step || step.after === GONE) return [];
  const theirs = freeze(step.after, salt);
  const left = simulate(setting.rule, before, run.plan.actions);
  // As the resource would be, had the run known of the change.
  const { judgement } = await judgeRun(run, setting, theirs, ports);
  const meant = simulate(setting.rule, theirs, judgement.plan.actions);
  const unlike = [fieldsBetween(theirs, before), fieldsBetween(theirs, left), fieldsBetween(meant, left)];
  const lost = replacedBy(run, setting.rule).filter((field) => unlike.every((fields) => fields.includes(field)));
  return lost.map((field) => ({ run: run.id, cause: causeOf(event), field, meant: valueOf(meant, field) ?? null }));
}

/** The fields that the steps of a run replace as a whole; a step of another sort leaves what others have done beside it. */
function replacedBy({ before, plan: { actions } }: Run, rule: AnyRule): readonly string[] {
  const types = typesOf(rule);
  const replacing = actions.filter(({ type }) => types.get(type)?.undoneBy === type);
  return before ? fieldsBetween(before, simulate(rule, before, replacing)) : [];
}

/** What a run has left, what was read first after it, and what the resource is now; all frozen. */
interface Afterwards {
  readonly left: object;
  readonly seen: object;
  readonly now: object;
}

/** Whether a change is missing: it was overwritten, and nobody has brought it back. */
function isLost({ field, meant }: Suspected, { left, seen, now }: Afterwards): boolean {
  const isBack = canonical(valueOf(now, field)) === canonical(meant);
  return !isBack && !fieldsBetween(seen, left).includes(field);
}

const RUNS = { remediate: 'remediation', undo: 'undo', restore: 'restore' } as const satisfies Record<
  Run['purpose'],
  string
>;

function noteOf({ cause }: Suspected, run: Run): string {
  const ours = `${RUNS[run.purpose]} of ${clock(run.actedAt ?? run.startedAt)} UTC`;
  const theirs = `${describeActor(cause.actor)} of ${clock(cause.occurredAt)} UTC (${cause.eventName})`;
  return `The change by ${theirs} was overwritten by the ${ours}.`;
}

function settingOf({ rule: id }: Run, { settings }: Ports): RuleSetting | undefined {
  return settings.rules.find(({ rule }) => rule.id === id);
}

/** The findings and their events, with one more event for each change that was overwritten. */
export function withOverwritten(
  concluded: readonly Conclusion[],
  overwritten: readonly Overwritten[],
  { findings }: ResourceRecord,
  at: number,
): readonly Conclusion[] {
  const all = new Map(concluded.map((each) => [each.storedFinding.finding.id, each]));
  for (const { finding: id, run, note, restore } of overwritten) {
    const storedFinding = all.get(id)?.storedFinding ?? findings.find(({ finding }) => finding.id === id);
    if (!storedFinding) continue;
    const { finding, eventCount } = storedFinding;
    const drafts = noted(finding, 'overwritten', byPlumbline(at, run), note).events;
    const events = recorded(
      drafts.map((draft) => ({ ...draft, ...(restore ? { restore } : {}) })),
      eventCount,
      at,
    );
    all.set(id, {
      storedFinding: { ...storedFinding, eventCount: eventCount + events.length },
      events: [...(all.get(id)?.events ?? []), ...events],
    });
  }
  return [...all.values()];
}
