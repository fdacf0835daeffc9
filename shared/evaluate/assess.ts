import type { RuleSetting, Settings } from '../config/settings.ts';
import { type Attribution, attributed } from '../core/cause.ts';
import { eventId, type TrailEvent } from '../core/event.ts';
import { activeExemptions } from '../core/exemption.ts';
import {
  type Cause,
  type Exemption,
  type Finding,
  type FindingEvent,
  type FindingEventDraft,
  recorded,
} from '../core/finding.ts';
import { freeze } from '../core/freeze.ts';
import { begins, GONE, type Gone } from '../core/kind.ts';
import { advance, type Circumstances, type Judgement, type Subject } from '../core/lifecycle.ts';
import type { RemainingViolation } from '../core/plan.ts';
import type { Ref } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import type { ResourceRecord, StoredFinding } from '../store/store.ts';
import { attributionOf, firstOf, type Proof } from './attribution.ts';
import { byReading, causeOf } from './causes.ts';
import { following, type Names, type Step } from './following.ts';
import { judge } from './judge.ts';
import { partialPlan } from './partial-plan.ts';
import { subjectOf } from './subject.ts';

type State = object;

/** One look at a resource, and the events that made us look. */
export interface Observation {
  /** What AWS said, in full. */
  readonly state: State | Gone;
  /** When AWS was asked. Milliseconds since 1970. */
  readonly readAt: number;
  /** In order of time, each once. */
  readonly events: readonly TrailEvent[];
  /** The ids that each event has for the resource, by the event's own; left out: the resource's. */
  readonly names?: Names;
}

/** What one rule makes of an observation. */
export interface Evaluation {
  readonly setting: RuleSetting;
  readonly subject: Subject;
  readonly storedFinding: StoredFinding | undefined;
  readonly context: Context<State, unknown>;
  /** Of the state as it was read. */
  readonly judgement: Judgement;
  /** What its plan leaves as it is. */
  readonly remaining: readonly RemainingViolation[];
  /** What was wrong after each event; empty where the state that was read is wrong itself. */
  readonly proofs: readonly Proof[];
  /** What brought about the state that was read. */
  readonly cause: Cause;
  /** And each of what is wrong with it. */
  readonly attribution: Attribution;
}

/** Every rule's opinion on what was observed. Pure but for waiting. */
export async function evaluate(
  ref: Ref,
  record: ResourceRecord,
  observation: Observation,
  { rules, trusted, trustedDeployers }: Pick<Settings, 'rules' | 'trusted' | 'trustedDeployers'>,
  salt: string,
): Promise<readonly Evaluation[]> {
  const itsRules = rules.filter(({ rule }) => rule.kind.name === ref.kind);
  const { state, events, readAt } = observation;
  const kind = itsRules[0]?.rule.kind;
  if (!kind) return [];
  const before = record.state === null ? undefined : record.state;
  const born = events.some((event) => begins(kind, event) && event.time > (record.readAt ?? 0));
  // What the events made of what was known; else of what there is now, so that what stands beside it counts.
  const frozen = (each: State) => freeze(each, salt);
  const isHeld = (alias: string) => before !== undefined && kind.holds?.(before, alias) === true;
  const history = await following(kind, ref.id, before ?? (state === GONE ? undefined : state), observation, isHeld);
  const alone = await following(kind, ref.id, undefined, observation, isHeld);
  return itsRules.map((setting): Evaluation => {
    const { rule, options } = setting;
    const storedFinding = record.findings.find(({ finding }) => finding.rule === rule.id);
    const wrong = storedFinding !== undefined && storedFinding.finding.status !== 'resolved';
    const baseline = born ? undefined : ((wrong ? storedFinding.baseline : before) as State | undefined);
    const context = { ref, options, baseline, trusted };
    const judgement = endJudged(setting, record, observation)
      ? judge(rule, before, state, context, frozen)
      : NOTHING_WRONG;
    const proofsIn = (steps: readonly Step[]): readonly Proof[] =>
      steps
        .filter(({ event }) => rule.triggers.includes(eventId(event)))
        .map(({ event, after }) => ({ cause: causeOf(event), judgement: judge(rule, before, after, context, frozen) }));
    const first = before ? judge(rule, undefined, before, context).violations : [];
    const wrongNow = judgement.violations.length > 0;
    const attribution: Attribution = wrongNow
      ? attributionOf(judgement.violations, {
          held: wrong ? storedFinding.finding : undefined,
          first,
          followed: proofsIn(before ? history : alone),
          alone: proofsIn(alone),
          seen: readAt,
        })
      : { proven: new Map(), otherwise: byReading(readAt) };
    const cause = firstOf(attribution, judgement.violations);
    const causes = attributed(wrong ? storedFinding.finding : undefined, judgement.violations, cause, attribution);
    const accepted = storedFinding ? activeExemptions(storedFinding.finding, readAt) : [];
    const part =
      wrongNow && state !== GONE
        ? partialPlan(setting, { state, context, judgement, causes, standing: accepted }, { trustedDeployers })
        : { judgement, remaining: [] };
    return {
      setting,
      subject: subjectOf(rule, ref),
      storedFinding,
      context,
      ...part,
      proofs: wrongNow ? [] : proofsIn(history),
      cause,
      attribution,
    };
  });
}

const NOTHING_WRONG: Judgement = {
  violations: [],
  changes: [],
  plan: { steps: [], mode: 'manual', actions: [], undo: [] },
};

/** The end of a resource counts only for one that was there: a late event of one that is long gone says nothing. */
function endJudged({ rule }: RuleSetting, record: ResourceRecord, { state, events }: Observation): boolean {
  if (state !== GONE || !rule.judgeGone) return true;
  const known = record.state !== undefined && record.state !== null;
  return known || record.findings.some(({ finding }) => finding.status !== 'resolved') || events.length > 0;
}

/** The finding after an observation, and what is to be recorded; `undefined` where there is nothing to write. */
export function conclusion(
  { subject, storedFinding, judgement, proofs, cause, attribution, context }: Evaluation,
  seen: number,
  exemption: Exemption | undefined,
): { readonly storedFinding: StoredFinding; readonly events: readonly FindingEvent[] } | undefined {
  const before = storedFinding?.finding;
  let finding = before;
  const drafts: FindingEventDraft[] = [];
  const take = (judged: Judgement, why: Cause, circumstances: Circumstances) => {
    const next = advance(subject, finding, judged, why, circumstances);
    finding = next.finding;
    drafts.push(...next.events);
  };
  // What an event proves was wrong, whether or not it still is.
  for (const proof of proofs) take(proof.judgement, proof.cause, { exemption });
  // A clock that lags behind the log's must not make the newest look old.
  const now = Math.max(seen, finding?.lastSeen ?? 0);
  take(
    judgement,
    cause.eventId === '' ? { ...cause, occurredAt: Math.max(cause.occurredAt, finding?.lastSeen ?? 0) } : cause,
    {
      seen: now,
      exemption,
      tracing: attribution,
    },
  );
  if (!finding || (drafts.length === 0 && before && !worthWriting(before, finding))) return undefined;
  const first = storedFinding?.eventCount ?? 0;
  const events = recorded(drafts, first, now);
  const wrong = finding.status !== 'resolved';
  const { baseline: past, proposal, ...rest } = storedFinding ?? { remediationTimes: [] };
  const again = drafts.some(({ type }) => type === 'reopened');
  const kept = before && before.status !== 'resolved' ? past : context.baseline;
  return {
    storedFinding: {
      ...rest,
      // What was proposed for an earlier episode is asked anew.
      ...(proposal === undefined || again ? {} : { proposal }),
      finding,
      eventCount: first + events.length,
      ...(wrong && kept !== undefined ? { baseline: kept } : {}),
    },
    events,
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
