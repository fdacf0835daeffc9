import type { Actor } from './actor.ts';
import type { Cause, Finding, Origin } from './finding.ts';

/** The event name of a cause where the owner changed the settings. */
export const SETTINGS_CHANGED = 'change of settings';

/** No event shows the cause: the resource was read, and who changed it is unknown. */
export function byReading(at: number): Cause {
  return {
    eventId: '',
    eventName: 'scan',
    occurredAt: at,
    actor: { type: 'unknown', name: 'unknown (found by a scan)' },
  };
}

/** An event shows what was there before: who caused it is unknown. */
export function shownBy({ eventId, eventName, occurredAt }: Cause): Cause {
  return { eventId, eventName, occurredAt, actor: { type: 'unknown', name: 'unknown (the event only shows it)' } };
}

/** The owner has changed the settings. */
export function bySettings(at: number): Cause {
  return {
    eventId: '',
    eventName: SETTINGS_CHANGED,
    occurredAt: at,
    actor: { type: 'service', name: 'Plumbline' },
  };
}

/** Plumbline has acted; `id` names the run. */
export function byPlumbline(at: number, id: string): Cause {
  return { eventId: id, eventName: 'remediation', occurredAt: at, actor: { type: 'service', name: 'Plumbline' } };
}

/**
 * A person has requested it of Plumbline.
 * @param who Their name in their own words, and their ARN where AWS says it.
 */
export function askedBy(who: Pick<Actor, 'name' | 'arn'>, request: string, at: number): Cause {
  const known: Pick<Actor, 'arn' | 'unverified'> = who.arn === undefined ? { unverified: true } : { arn: who.arn };
  return { eventId: '', eventName: request, occurredAt: at, actor: { type: 'person', name: who.name, ...known } };
}

/** Whether two causes are the same. Reads and requests have no event id. */
export function sameCause(a: Cause, b: Cause): boolean {
  return a.eventId === b.eventId && a.eventName === b.eventName && a.occurredAt === b.occurredAt;
}

/** Whether a read showed it, so that nobody is known to have caused it. */
export function isUnseen({ eventId, actor }: Cause): boolean {
  return eventId === '' && actor.type === 'unknown';
}

/**
 * Whether a violation was there when the resource was first read, and no event shows who caused it.
 * @param firstReadAt Of the stored finding; `undefined`: there is none yet, or it is not known.
 */
export function hasAlwaysBeenSo(cause: Cause, firstReadAt: number | undefined): boolean {
  return isUnseen(cause) && cause.occurredAt <= (firstReadAt ?? Infinity);
}

/** The cause of one violation. */
export function causeOfViolation({ cause, origins = [] }: Pick<Finding, 'cause' | 'origins'>, path: string): Cause {
  return origins.find(({ of }) => of.includes(path))?.cause ?? cause;
}

/** The causes of all violations, each once. */
export function causesOf(finding: Pick<Finding, 'cause' | 'origins' | 'violations'>): readonly Cause[] {
  const causes = finding.violations.map(({ path }) => causeOfViolation(finding, path));
  return causes.filter((cause, index) => causes.findIndex((other) => sameCause(other, cause)) === index);
}

/** Who caused the violations of one judgement, as far as known. */
export interface Attribution {
  /** By the violation's path: the event that is proven to have caused it. */
  readonly proven: ReadonlyMap<string, Cause>;
  /** The cause of new violations without a proven event. */
  readonly otherwise: Cause;
}

/**
 * The cause of a finding and of each of its violations after one more judgement. A known cause stays until a later
 * event is proven to have caused the violation again.
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
    return { path, cause: past && !(now && isBetter(now, past)) ? past : (now ?? otherwise) };
  });
  const first = before?.cause ?? cause;
  const seen = each.map((one) => one.cause).filter((one) => !isUnseen(one));
  const isExplained = isUnseen(first) && !each.some((one) => sameCause(one.cause, first));
  const main = isExplained ? (seen.toSorted((a, b) => a.occurredAt - b.occurredAt)[0] ?? first) : first;
  const origins: { readonly cause: Cause; readonly of: string[] }[] = [];
  for (const one of each) {
    if (sameCause(one.cause, main)) continue;
    const origin = origins.find((other) => sameCause(other.cause, one.cause));
    if (origin) origin.of.push(one.path);
    else origins.push({ cause: one.cause, of: [one.path] });
  }
  return { cause: main, ...(origins.length > 0 ? { origins } : {}) };
}

function isBetter(now: Cause, past: Cause): boolean {
  return isUnseen(past) || now.occurredAt > past.occurredAt;
}

/** All violations have one cause. */
export function byOne(cause: Cause): Attribution {
  return { proven: new Map(), otherwise: cause };
}

/** The finding is still wrong; more may be known now of who caused it. */
export function reattributed(before: Finding, violations: Finding['violations'], attribution: Attribution): Finding {
  const { origins: _past, ...rest } = before;
  const causes = attributed(before, violations, before.cause, attribution);
  const [last, ...earlier] = before.episodes.toReversed();
  if (!last || sameCause(causes.cause, before.cause)) return { ...rest, ...causes };
  return { ...rest, ...causes, episodes: [...earlier.reverse(), { ...last, from: causes.cause }] };
}
