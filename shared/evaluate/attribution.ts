import { actorOf } from '../core/actor.ts';
import { type Attribution, byReading, causeOfViolation, isUnseen } from '../core/cause.ts';
import type { TrailEvent } from '../core/event.ts';
import type { Cause, Finding } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { RenderedViolation } from '../core/message.ts';

/** A rule's judgement of what an event made of the resource. */
export interface Proof {
  readonly cause: Cause;
  readonly judgement: Judgement;
  /** The event shows a violation that was there before. */
  isOnlyShown(path: string): boolean;
}

interface Known {
  /** The finding, where it is not resolved. */
  readonly finding: Finding | undefined;
  /** The violations of the state as it was stored. */
  readonly violationsBefore: readonly RenderedViolation[];
  /** After each event, from what was stored. */
  readonly followed: readonly Proof[];
  /** After each event, from nothing. */
  readonly alone: readonly Proof[];
  /** When AWS was asked. Milliseconds since 1970. */
  readonly readAt: number;
  /** The change of a neighbour for which the resource is judged again. */
  readonly because?: Cause | undefined;
}

/** An event is the cause. */
export function causeOf(event: TrailEvent): Cause {
  return { eventId: event.eventID, eventName: event.eventName, occurredAt: event.time, actor: actorOf(event) };
}

/** Events arrive within minutes: what an older event hides is not the cause. Milliseconds. */
const LATE = 15 * 60 * 1000;

/**
 * Which event caused each violation: the last after which the violation is there and before which it was not. Where
 * events hide what they did, it is the last that may have caused it. Nobody is blamed for an event that only showed
 * what was there already. What the resource itself had before is put down to the change of its neighbour.
 */
export function attributionOf(now: readonly RenderedViolation[], known: Known): Attribution {
  const { finding, violationsBefore, followed, alone, readAt, because } = known;
  const proven = new Map<string, Cause>();
  for (const { path } of now) {
    const wasThere = violationsBefore.some((one) => one.path === path);
    const isNew = !finding?.violations.some((one) => one.path === path);
    const cause =
      causedBy(path, wasThere, followed) ??
      lateCause(path, finding, { followed, alone }) ??
      (wasThere && isNew ? because : undefined);
    if (cause) proven.set(path, cause);
  }
  return { proven, otherwise: hiddenIn(followed) ?? byReading(readAt) };
}

function causedBy(path: string, wasThere: boolean, proofs: readonly Proof[]): Cause | undefined {
  let isThere = wasThere;
  let found: Cause | undefined;
  for (const { cause, judgement, isOnlyShown } of proofs) {
    const then = judgement.violations.some((one) => one.path === path);
    if (then && !isThere && !isOnlyShown(path)) found = cause;
    isThere = then;
  }
  return found;
}

/** The read for another event saw the violation first; now the event that caused it arrives. */
function lateCause(
  path: string,
  finding: Finding | undefined,
  { followed, alone }: Pick<Known, 'followed' | 'alone'>,
): Cause | undefined {
  const past = finding?.violations.some((one) => one.path === path) ? causeOfViolation(finding, path) : undefined;
  if (!past || !isUnseen(past)) return undefined;
  const between = (proofs: readonly Proof[], from: number) =>
    proofs.filter(({ cause }) => cause.occurredAt <= past.occurredAt && cause.occurredAt > from);
  return causedBy(path, false, between(alone, 0)) ?? hiddenIn(between(followed, past.occurredAt - LATE));
}

/**
 * The events that caused a finding which has been resolved since, by path: they have come after its end, and a read saw the
 * violations first. An event from before the episode is none.
 */
export function lateCauses(
  finding: Finding | undefined,
  proofs: Pick<Known, 'followed' | 'alone'>,
): ReadonlyMap<string, Cause> {
  if (finding?.status !== 'resolved') return new Map();
  const since = finding.episodes.at(-2)?.to?.occurredAt ?? 0;
  const causes = finding.violations.flatMap(({ path }) => {
    const cause = lateCause(path, finding, proofs);
    return cause && cause.occurredAt > since ? [[path, cause] as const] : [];
  });
  return new Map(causes);
}

/** The last event that may have done anything, because it hides what it did. */
function hiddenIn(proofs: readonly Proof[]): Cause | undefined {
  return proofs.findLast(({ judgement }) => judgement.unknown && !judgement.unknown.cleared)?.cause;
}

/** The cause that is named first: the earliest that is proven, else that of the rest. */
export function firstCause({ proven, otherwise }: Attribution, now: readonly RenderedViolation[]): Cause {
  const causes = now.flatMap(({ path }) => proven.get(path) ?? []).sort((a, b) => a.occurredAt - b.occurredAt);
  return causes[0] ?? otherwise;
}
