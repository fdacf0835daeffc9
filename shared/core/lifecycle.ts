import { describeActor } from './actor.ts';
import { type Attribution, byOne, causeOfViolation, causesOf, reattributed } from './cause.ts';
import {
  acceptedBy,
  acceptedNow,
  accepting,
  acceptingAnew,
  ended,
  endedFor,
  granted,
  grantedInPart,
  newSetter,
  ofTag,
  setterOf,
  standing,
  whyOver,
  withExemptions,
  withExtents,
} from './exemption.ts';
import type { Cause, Exemption, Finding } from './finding.ts';
import {
  type Advance,
  described,
  type Judgement,
  opened,
  resolved,
  type Subject,
  sameExtents,
  sameViolations,
  step,
} from './judgement.ts';

/** What is known besides the judgement. */
export interface Circumstances {
  /** When the state was read; left out: when the cause occurred. Milliseconds since 1970. */
  readonly seen?: number;
  /** Granted for this resource by the settings or a tag. */
  readonly exemption?: Exemption | undefined;
  /** The cause of each violation; left out: all have the cause of the judgement. */
  readonly attribution?: Attribution;
}

/**
 * The life of a finding: (finding before, judgement, cause) → (finding after, events). Unknown neither opens nor
 * resolves a finding. A judgement that is older than the finding changes nothing.
 */
export function advance(
  subject: Subject,
  before: Finding | undefined,
  judgement: Judgement,
  cause: Cause,
  { seen = cause.occurredAt, exemption, attribution = byOne(cause) }: Circumstances = {},
): Advance {
  const same: Advance = { finding: before, events: [] };
  if (before && seen < before.lastSeen) return same;
  const { violations, unknown } = judgement;

  if (violations.length > 0) {
    const tag = exemption?.grantedBy === 'tag' ? ofTag(before, exemption, violations) : undefined;
    const others = standing(before, tag, seen).map((each) => withExtents(each, violations));
    const accepted = exemption?.grantedBy === 'settings' ? exemption : acceptedBy(others, violations);
    if (!before || before.status === 'resolved') {
      const finding = withExemptions(opened(subject, judgement, cause, seen, before, attribution), others);
      return step(
        accepted ? exempt(finding, accepted, seen) : finding,
        accepted ? 'exempted' : before ? 'reopened' : 'opened',
        cause,
        accepted && granted(accepted),
      );
    }
    const known = withExemptions(
      { ...reattributed(before, violations, attribution), ...described(subject, judgement), lastSeen: seen },
      others,
    );
    const finding = accepted ? exempt(known, accepted, seen) : known;
    if (accepted && before.status === 'open') return step(finding, 'exempted', cause, granted(accepted));
    if (!accepted && before.status === 'exempt') {
      return step({ ...finding, status: 'open' }, 'reopened', cause, whyOver(before, violations, seen));
    }
    const isSame = sameViolations(before.violations, violations) && sameExtents(before.violations, violations);
    const over = accepted ? undefined : endedFor(before, violations, seen);
    if (over) return step(finding, 'changed', cause, ended(over));
    const other = isSame ? newActor(before, finding) : undefined;
    if (!accepted && other) return step(finding, 'changed', other, knownNow(other));
    const setter = accepted && newSetter(before, accepted);
    if (setter) return step(finding, 'changed', setter, `It is now known who set the tag. ${setterOf(accepted)}`);
    // No event, but the plan is for the current state, and the rule's severity may have changed.
    if (accepted || isSame) return { finding, events: [] };
    return step(finding, 'changed', cause);
  }

  if (!before || before.status === 'resolved') return same;
  if (unknown && !unknown.cleared) return same;
  return step(resolved(before, cause, seen), 'resolved', cause);
}

/** It becomes known who caused a finding that has been resolved since. */
export function explainedLate(before: Finding, causes: ReadonlyMap<string, Cause>): Advance {
  const after = reattributed(before, before.violations, { proven: causes, otherwise: before.cause });
  const other = newActor(before, after);
  return other ? step(after, 'changed', other, knownNow(other)) : { finding: after, events: [] };
}

function knownNow({ actor }: Cause): string {
  return `It is now known who caused it: ${describeActor(actor)}.`;
}

/** The cause that names an actor who was not known before. */
function newActor(before: Finding, after: Finding): Cause | undefined {
  const known = new Set(before.violations.map(({ path }) => describeActor(causeOfViolation(before, path).actor)));
  return causesOf(after).find(({ actor }) => !known.has(describeActor(actor)));
}

function exempt(finding: Finding, exemption: Exemption, seen: number): Finding {
  return { ...accepting(finding, exemption, seen), status: 'exempt' };
}

/** Accepts what an exemption covers. The finding is exempt where nothing else is wrong with the resource. */
export function grant(finding: Finding, exemption: Exemption, cause: Cause): Advance {
  if (finding.status === 'resolved') return { finding, events: [] };
  const accepted = acceptingAnew(finding, withExtents(exemption, finding.violations), cause.occurredAt);
  const isAll = acceptedNow(accepted, finding.violations, cause.occurredAt) !== undefined;
  const after: Finding = { ...accepted, status: isAll ? 'exempt' : finding.status };
  const note = after.status === 'exempt' ? granted(exemption) : grantedInPart(exemption);
  return step(after, 'exempted', cause, note);
}

/** Resolved, because its rule is no longer judged. */
export function dropped(finding: Finding, cause: Cause, note: string): Advance {
  const seen = Math.max(cause.occurredAt, finding.lastSeen);
  return step(resolved(finding, cause, seen), 'resolved', cause, note);
}
