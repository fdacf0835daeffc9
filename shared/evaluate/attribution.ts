import { type Attribution, causeOfViolation, isUnseen } from '../core/cause.ts';
import type { Cause, Finding } from '../core/finding.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { RenderedViolation } from '../core/rule.ts';
import { byReading } from './causes.ts';

/** What a rule says after an event. */
export interface Proof {
  readonly cause: Cause;
  readonly judgement: Judgement;
}

interface Known {
  /** The finding, where it is not resolved. */
  readonly held: Finding | undefined;
  /** What was wrong with the state as it was stored. */
  readonly first: readonly RenderedViolation[];
  /** After each event, on what was known before. */
  readonly followed: readonly Proof[];
  /** After each event, on nothing. */
  readonly alone: readonly Proof[];
  /** When AWS was asked. Milliseconds since 1970. */
  readonly seen: number;
}

/** Events arrive within minutes; what an older one hides it has not done. Milliseconds. */
const LATE = 15 * 60 * 1000;

/**
 * Whose event brought each of what is wrong: the last after which it is there and before which it was
 * not. Where events hide what they did, the last that may have done it. Nobody is blamed for what an
 * event of theirs only brought to light.
 */
export function attributionOf(
  now: readonly RenderedViolation[],
  { held: storedFinding, first, followed, alone, seen }: Known,
): Attribution {
  const proven = new Map<string, Cause>();
  for (const { path } of now) {
    const wasThere = first.some((one) => one.path === path);
    const cause = broughtBy(path, wasThere, followed) ?? lately(path, storedFinding, { followed, alone });
    if (cause) proven.set(path, cause);
  }
  return { proven, otherwise: hiddenIn(followed) ?? byReading(seen) };
}

function broughtBy(at: string, wasThere: boolean, proofs: readonly Proof[]): Cause | undefined {
  let isThere = wasThere;
  let found: Cause | undefined;
  for (const { cause, judgement } of proofs) {
    const then = judgement.violations.some((one) => one.path === at);
    if (then && !isThere) found = cause;
    isThere = then;
  }
  return found;
}

/** A look for another event saw it first; now comes the event that did it. */
function lately(
  at: string,
  storedFinding: Finding | undefined,
  { followed, alone }: Pick<Known, 'followed' | 'alone'>,
): Cause | undefined {
  const past = storedFinding?.violations.some((one) => one.path === at)
    ? causeOfViolation(storedFinding, at)
    : undefined;
  if (!past || !isUnseen(past)) return undefined;
  const between = (proofs: readonly Proof[], from: number) =>
    proofs.filter(({ cause }) => cause.occurredAt <= past.occurredAt && cause.occurredAt > from);
  return broughtBy(at, false, between(alone, 0)) ?? hiddenIn(between(followed, past.occurredAt - LATE));
}

function hiddenIn(proofs: readonly Proof[]): Cause | undefined {
  return proofs.findLast(({ judgement }) => judgement.unknown && !judgement.unknown.cleared)?.cause;
}

/** What is told first: the earliest that somebody did, else what the rest is put down to. */
export function firstOf({ proven, otherwise }: Attribution, now: readonly RenderedViolation[]): Cause {
  const causes = now.flatMap(({ path }) => proven.get(path) ?? []).sort((a, b) => a.occurredAt - b.occurredAt);
  return causes[0] ?? otherwise;
}
