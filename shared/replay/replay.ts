import type { Settings } from '../config/settings.ts';
import { decodeEvent, type TrailEvent, UnreadableEvent } from '../core/event.ts';
import { type Cause, type Finding, type FindingEventDraft, openFor } from '../core/finding.ts';
import { type Candidate, countUnreadable, type Place, type Tally } from '../logs/candidate.ts';
import type { SourceDamage } from '../logs/collect.ts';
import { createTracker, type Undetermined } from './track.ts';

export interface ReplayOptions {
  readonly settings: Settings;
  /** Milliseconds since 1970. Earlier events are followed, but findings that were resolved before are left out. */
  readonly since?: number;
  /** Milliseconds since 1970. Later events are left out. */
  readonly until?: number;
  /** Called with each finding event as it happens. */
  onEvent?(event: FindingEventDraft): void;
}

export interface Replayed {
  readonly findings: readonly Finding[];
  /** Number of findings left out by `since`. */
  readonly ended: number;
  readonly undetermined: readonly Undetermined[];
  /** Number of events that a rule follows and that could be read. */
  readonly followed: number;
  /** Number of events that occurred again. */
  readonly repeated: number;
  /** Number of events left out by `until`. */
  readonly later: number;
  /** Time of the first and last event followed, in milliseconds since 1970. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Records that are not valid JSON, which is found only when they are parsed. */
  readonly damage: readonly SourceDamage[];
  /** Ids of the findings whose plan, simulated, leaves no violation. */
  readonly fixable: ReadonlySet<string>;
  /** Ids of the findings that ended because their resource was deleted. */
  readonly gone: ReadonlySet<string>;
  /** The records of the events that findings name as causes, by `causeKey`. */
  readonly places: ReadonlyMap<string, Place>;
}

export interface Replay {
  /** Takes the next record, oldest first. */
  accept(candidate: Candidate): Promise<void>;
  replayed(): Replayed;
}

/**
 * Follows events and judges every resource that they touch. Records that cannot be read are counted in `tally`. Records
 * come one at a time, so memory grows with the number of resources and not with the log.
 */
export function createReplay(tally: Tally, options: ReplayOptions): Replay {
  const { settings, since = -Infinity, until = Infinity } = options;
  const tracker = createTracker(settings);
  const counts = { followed: 0, repeated: 0, later: 0 };
  const damage: SourceDamage[] = [];
  const places = new Map<string, Place>();
  let from: number | undefined;
  let to: number | undefined;

  return {
    async accept(candidate) {
      if (candidate.time > until) {
        counts.later += 1;
        return;
      }
      const event = eventIn(candidate, tally, damage);
      if (!event) return;
      const { outcome, events, unreadable, isCause } = await tracker.accept(event);
      // Each record counts once, also where several kinds cannot read it, or one of several.
      if (unreadable.length > 0) countUnreadable(tally, [...new Set(unreadable)].sort().join('; '));
      else if (outcome === 'failed-call') tally.failed += 1;
      else if (outcome === 'unwatched') tally.unwatched += 1;
      else counts[outcome] += 1;
      if (isCause) places.set(causeKey({ eventId: event.eventID, eventName: event.eventName }), candidate.place);
      from ??= event.time;
      to = event.time;
      for (const each of events) if (each.cause.occurredAt >= since) options.onEvent?.(each);
    },
    replayed() {
      const all = tracker.findings();
      const findings = all.filter(({ status, resolvedAt }) => status !== 'resolved' || (resolvedAt ?? 0) >= since);
      return {
        findings,
        ended: all.length - findings.length,
        undetermined: tracker.undetermined().toSorted(byRule),
        ...counts,
        from,
        to,
        damage,
        fixable: tracker.fixable,
        gone: tracker.gone,
        places,
      };
    },
  };
}

/** Replays records that are sorted by time. */
export async function replay(candidates: Iterable<Candidate>, tally: Tally, options: ReplayOptions): Promise<Replayed> {
  const { accept, replayed } = createReplay(tally, options);
  for (const candidate of candidates) await accept(candidate);
  return replayed();
}

/** Merges the results of replays whose rules share no event. */
export function mergeReplayed(results: readonly Replayed[]): Replayed {
  const sum = (count: 'ended' | 'followed' | 'repeated' | 'later') =>
    results.reduce((all, result) => all + result[count], 0);
  const times = (end: 'from' | 'to') => results.map((result) => result[end]).filter((time) => time !== undefined);
  const [from, to] = [times('from'), times('to')];
  return {
    findings: results.flatMap(({ findings }) => findings),
    ended: sum('ended'),
    undetermined: results.flatMap(({ undetermined }) => undetermined).sort(byRule),
    followed: sum('followed'),
    repeated: sum('repeated'),
    later: sum('later'),
    from: from.length > 0 ? Math.min(...from) : undefined,
    to: to.length > 0 ? Math.max(...to) : undefined,
    damage: results.flatMap(({ damage }) => damage),
    fixable: new Set(results.flatMap(({ fixable }) => [...fixable])),
    gone: new Set(results.flatMap(({ gone }) => [...gone])),
    places: new Map(results.flatMap(({ places }) => [...places])),
  };
}

/** The key of a cause in `places`. In edited samples several records have one id. */
export function causeKey({ eventId, eventName }: Pick<Cause, 'eventId' | 'eventName'>): string {
  return `${eventId}\n${eventName}`;
}

function byRule(a: Undetermined, b: Undetermined): number {
  return `${a.rule}\n${a.why}` < `${b.rule}\n${b.why}` ? -1 : 1;
}

/** The event of a record. The records of a packed log are parsed only here, so damage inside one may be found here. */
function eventIn({ json, place }: Candidate, tally: Tally, damage: SourceDamage[]): TrailEvent | undefined {
  try {
    return decodeEvent(JSON.parse(json.toString('utf8')));
  } catch (error) {
    if (error instanceof UnreadableEvent) countUnreadable(tally, error.message);
    else if (error instanceof SyntaxError) {
      countUnreadable(tally, 'damaged');
      damage.push({ ...place, reason: 'this record is not valid JSON' });
    } else throw error;
    return undefined;
  }
}

/** How long drift was open, and how long it would have been open with remediation. */
export interface Exposure {
  /** Milliseconds, the sum over all findings. */
  readonly without: number;
  readonly withRemediation: number;
  /** Number of findings that would have been remediated at once, after an approval, or by hand. */
  readonly auto: number;
  readonly approve: number;
  readonly manual: number;
}

/**
 * @param reaction Milliseconds assumed between the change and its remediation.
 * @param now The end of the time that an open finding counts. Milliseconds since 1970.
 */
export function exposureOf(
  { findings, fixable }: Pick<Replayed, 'findings' | 'fixable'>,
  { rules }: Settings,
  reaction: number,
  now: number,
): Exposure {
  const allowed = new Map(rules.map(({ rule, remediation }) => [rule.id, remediation]));
  const modes = { auto: 0, approve: 0, manual: 0 };
  let [without, withRemediation] = [0, 0];
  for (const finding of findings) {
    const mode =
      finding.status === 'exempt' ? 'manual' : simulatedMode(finding, fixable, allowed.get(finding.rule) ?? 'off');
    modes[mode] += 1;
    without += openFor(finding, now);
    withRemediation += openFor(finding, now, mode === 'auto' ? reaction : Infinity);
  }
  return { without, withRemediation, ...modes };
}

/** The strictest of three: the mode of the settings, the mode of the plan, and `manual` if the plan is not fixable. */
export function simulatedMode(
  { id, plan }: Finding,
  fixable: ReadonlySet<string>,
  allowed: 'off' | 'approve' | 'auto',
): 'auto' | 'approve' | 'manual' {
  if (allowed === 'off' || plan.mode === 'manual' || !fixable.has(id)) return 'manual';
  return allowed === 'approve' ? 'approve' : plan.mode;
}
