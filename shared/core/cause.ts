import { describeActor } from './actor.ts';
import type { Cause, Finding, Origin } from './finding.ts';

/** Whether two causes are one. What was read or asked for has no event id. */
export function sameCause(a: Cause, b: Cause): boolean {
  return a.eventId === b.eventId && a.eventName === b.eventName && a.occurredAt === b.occurredAt;
}

/** Whether a look at the resource showed it, so that nobody is known who did it. */
export function isUnseen({ eventId, actor }: Cause): boolean {
  return eventId === '' && actor.type === 'unknown';
}

/** What brought one of a finding's violations. */
export function causeOfViolation({ cause, origins = [] }: Pick<Finding, 'cause' | 'origins'>, at: string): Cause {
  return origins.find(({ of }) => of.includes(at))?.cause ?? cause;
}

/** Whatever brought what is wrong, each once. */
export function causesOf(finding: Pick<Finding, 'cause' | 'origins' | 'violations'>): readonly Cause[] {
  const causes = finding.violations.map(({ path }) => causeOfViolation(finding, path));
  return causes.filter((cause, index) => causes.findIndex((other) => sameCause(other, cause)) === index);
}

/** What is known of who brought the violations of one judgement. */
export interface Attribution {
  /** By `at`: the event that is proved to have brought it. */
  readonly proven: ReadonlyMap<string, Cause>;
  /** What new violations are put down to that no event is proved to have brought. */
  readonly otherwise: Cause;
}

/**
 * The cause of a finding and of each of its violations, after one more judgement. What was put down
 * to somebody stays so until a later event is proved to have brought it anew.
 */
export function attributed(
  before: Pick<Finding, 'cause' | 'origins' | 'violations'> | undefined,
  violations: Finding['violations'],
  cause: Cause,
  { proven, otherwise }: Attribution,
): { readonly cause: Cause; readonly origins?: readonly Origin[] } {
  const known = new Set(before?.violations.map(({ path }) => path));
  const each = violations.map(({ path }) => {
    const now = proven.get(path);
    const past = before && known.has(path) ? causeOfViolation(before, path) : undefined;
    return { at: path, cause: past && !(now && isBetter(now, past)) ? past : (now ?? otherwise) };
  });
  const first = before?.cause ?? cause;
  const seen = each.map((one) => one.cause).filter((one) => !isUnseen(one));
  const isExplained = isUnseen(first) && !each.some((one) => sameCause(one.cause, first));
  const main = isExplained ? (seen.toSorted((a, b) => a.occurredAt - b.occurredAt)[0] ?? first) : first;
  const origins: { readonly cause: Cause; readonly of: string[] }[] = [];
  for (const one of each) {
    if (sameCause(one.cause, main)) continue;
    const origin = origins.find((other) => sameCause(other.cause, one.cause));
    if (origin) origin.of.push(one.at);
    else origins.push({ cause: one.cause, of: [one.at] });
  }
  return { cause: main, ...(origins.length > 0 ? { origins } : {}) };
}

function isBetter(now: Cause, past: Cause): boolean {
  return isUnseen(past) || now.occurredAt > past.occurredAt;
}

/** All of it is put down to one cause. */
export function byOne(cause: Cause): Attribution {
  return { proven: new Map(), otherwise: cause };
}

/** Still wrong: what is known of who did it may be more than before. */
export function reattributed(before: Finding, violations: Finding['violations'], attribution: Attribution): Finding {
  const { origins: _past, ...rest } = before;
  const causes = attributed(before, violations, before.cause, attribution);
  const [last, ...earlier] = before.episodes.toReversed();
  if (!last || sameCause(causes.cause, before.cause)) return { ...rest, ...causes };
  return { ...rest, ...causes, episodes: [...earlier.reverse(), { ...last, from: causes.cause }] };
}

/** The cause of what is wrong still, where it is put down to somebody else than before. */
export function newActor(before: Finding, after: Finding): Cause | undefined {
  const known = new Set(before.violations.map(({ path }) => describeActor(causeOfViolation(before, path).actor)));
  return causesOf(after).find(({ actor }) => !known.has(describeActor(actor)));
}
