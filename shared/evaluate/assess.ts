import type { RuleSetting, Settings } from '../config/settings.ts';
import { type Tracing, traced } from '../core/cause.ts';
import { eventId, type TrailEvent } from '../core/event.ts';
import { standing } from '../core/exemption.ts';
import type { Cause, Exemption, Finding, Transition } from '../core/finding.ts';
import { freeze } from '../core/freeze.ts';
import { type AnyKind, begins, GONE, type Gone } from '../core/kind.ts';
import { advance, type Circumstances, type Judgement, type Subject } from '../core/lifecycle.ts';
import type { Left } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import type { Entry, Held, Stored } from '../store/store.ts';
import { firstOf, type Proof, tracingOf } from './attribution.ts';
import { byReading, causeOf } from './causes.ts';
import { following, type Names, type Step } from './following.ts';
import { judge } from './judge.ts';
import { partOf } from './partial-plan.ts';
import { subjectOf } from './subject.ts';

type State = object;

/** One look at a resource, and the events that made us look. */
export interface Observation {
  /** What AWS said, in full. */
  readonly state: State | Gone;
  /** When AWS was asked. Milliseconds since 1970. */
  readonly seen: number;
  /** In order of time, each once. */
  readonly events: readonly TrailEvent[];
  /** The ids that each event has for the resource, by the event's own; left out: the resource's. */
  readonly names?: Names;
}

/** What one rule makes of an observation. */
export interface Opinion {
  readonly setting: RuleSetting;
  readonly subject: Subject;
  readonly held: Held | undefined;
  readonly context: Context<State, unknown>;
  /** Of the state as it was read. */
  readonly judgement: Judgement;
  /** What its plan leaves as it is. */
  readonly left: readonly Left[];
  /** What was wrong after each event; empty where the state that was read is wrong itself. */
  readonly proofs: readonly Proof[];
  /** What brought about the state that was read. */
  readonly cause: Cause;
  /** And each of what is wrong with it. */
  readonly tracing: Tracing;
}

/** Every rule's opinion on what was observed. Pure but for waiting. */
export async function opinions(
  ref: Ref,
  stored: Stored,
  observation: Observation,
  { rules, trusted, deployers }: Pick<Settings, 'rules' | 'trusted' | 'deployers'>,
  salt: string,
): Promise<readonly Opinion[]> {
  const itsRules = rules.filter(({ rule }) => rule.kind.name === ref.kind);
  const { state, events, seen } = observation;
  const kind = itsRules[0]?.rule.kind as AnyKind | undefined;
  if (!kind) return [];
  const before = stored.state === null ? undefined : (stored.state as State | undefined);
  const born = events.some((event) => begins(kind, event) && event.time > (stored.seenAt ?? 0));
  // What the events made of what was known; else of what there is now, so that what stands beside it counts.
  const frozen = (each: State) => freeze(each, salt);
  const isHeld = (alias: string) => before !== undefined && kind.holds?.(before, alias) === true;
  const history = await following(kind, ref.id, before ?? (state === GONE ? undefined : state), observation, isHeld);
  const alone = await following(kind, ref.id, undefined, observation, isHeld);
  return itsRules.map((setting): Opinion => {
    const { rule, options } = setting;
    const held = stored.findings.find(({ finding }) => finding.rule === rule.id);
    const wrong = held !== undefined && held.finding.status !== 'resolved';
    const baseline = born ? undefined : ((wrong ? held.baseline : before) as State | undefined);
    const context = { ref, options, baseline, trusted };
    const judgement = endJudged(setting, stored, observation)
      ? judge(rule, before, state, context, frozen)
      : NOTHING_WRONG;
    const proofsIn = (steps: readonly Step[]): readonly Proof[] =>
      steps
        .filter(({ event }) => rule.triggers.includes(eventId(event)))
        .map(({ event, after }) => ({ cause: causeOf(event), judgement: judge(rule, before, after, context, frozen) }));
    const first = before ? judge(rule, undefined, before, context).violations : [];
    const wrongNow = judgement.violations.length > 0;
    const tracing: Tracing = wrongNow
      ? tracingOf(judgement.violations, {
          held: wrong ? held.finding : undefined,
          first,
          followed: proofsIn(before ? history : alone),
          alone: proofsIn(alone),
          seen,
        })
      : { proven: new Map(), otherwise: byReading(seen) };
    const cause = firstOf(tracing, judgement.violations);
    const causes = traced(wrong ? held.finding : undefined, judgement.violations, cause, tracing);
    const accepted = held ? standing(held.finding, seen) : [];
    const part =
      wrongNow && state !== GONE
        ? partOf(setting, { state, context, judgement, causes, standing: accepted }, { deployers })
        : { judgement, left: [] };
    return {
      setting,
      subject: subjectOf(rule, ref),
      held,
      context,
      ...part,
      proofs: wrongNow ? [] : proofsIn(history),
      cause,
      tracing,
    };
  });
}

const NOTHING_WRONG: Judgement = {
  violations: [],
  changes: [],
  plan: { steps: [], mode: 'manual', actions: [], undo: [] },
};

/** The end of a resource counts only for one that was there: a late event of one that is long gone says nothing. */
function endJudged({ rule }: RuleSetting, stored: Stored, { state, events }: Observation): boolean {
  if (state !== GONE || !rule.judgeGone) return true;
  const known = stored.state !== undefined && stored.state !== null;
  return known || stored.findings.some(({ finding }) => finding.status !== 'resolved') || events.length > 0;
}

/** The finding after an observation, and what is to be recorded; `undefined` where there is nothing to write. */
export function conclusion(
  { subject, held, judgement, proofs, cause, tracing, context }: Opinion,
  seen: number,
  exemption: Exemption | undefined,
): { readonly held: Held; readonly entries: readonly Entry[] } | undefined {
  const before = held?.finding;
  let finding = before;
  const transitions: { readonly transition: Transition; readonly finding: Finding }[] = [];
  const take = (judged: Judgement, why: Cause, circumstances: Circumstances) => {
    const next = advance(subject, finding, judged, why, circumstances);
    finding = next.finding;
    if (finding) for (const transition of next.transitions) transitions.push({ transition, finding });
  };
  // What an event proves was wrong, whether or not it still is.
  for (const proof of proofs) take(proof.judgement, proof.cause, { exemption });
  // A clock that lags behind the log's must not make the newest look old.
  const now = Math.max(seen, finding?.lastSeen ?? 0);
  take(judgement, cause.eventId === '' ? { ...cause, at: Math.max(cause.at, finding?.lastSeen ?? 0) } : cause, {
    seen: now,
    exemption,
    tracing,
  });
  if (!finding || (transitions.length === 0 && before && !worthWriting(before, finding))) return undefined;
  const first = held?.entries ?? 0;
  const entries = transitions.map(({ transition, finding: then }, index) => ({
    id: `${subject.id}-${first + index + 1}`,
    at: now,
    transition,
    finding: then,
  }));
  const wrong = finding.status !== 'resolved';
  const { baseline: past, proposed, ...rest } = held ?? { putBack: [] };
  const again = transitions.some(({ transition }) => transition.transition === 'reopened');
  const kept = before && before.status !== 'resolved' ? past : context.baseline;
  return {
    held: {
      ...rest,
      // What was proposed for an earlier episode is asked anew.
      ...(proposed === undefined || again ? {} : { proposed }),
      finding,
      entries: first + entries.length,
      ...(wrong && kept !== undefined ? { baseline: kept } : {}),
    },
    entries,
  };
}

const A_DAY = 24 * 60 * 60 * 1000;

/** Seen again is no news; once a day it is written down. */
function worthWriting(before: Finding, after: Finding): boolean {
  if (after.lastSeen - before.lastSeen > A_DAY) return true;
  const { lastSeen: _then, ...old } = before;
  const { lastSeen: _now, ...fresh } = after;
  return JSON.stringify(old) !== JSON.stringify(fresh);
}
