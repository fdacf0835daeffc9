import type { Settings } from '../config/settings.ts';
import { sameCause } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { compareSeverity } from '../core/severity.ts';
import type { Channel, DeliverableEvent, EventStore } from '../store/store.ts';
import { isAuditRecord, isNoticeEvent } from '../store/stream.ts';

/** An event to deliver on channels: the body of a message in a queue. */
export interface DeliveryJob {
  /** The event's id. */
  readonly event: string;
  readonly channels: readonly Channel[];
}

/** A job to put into a queue. */
export interface QueuedJob extends DeliveryJob {
  /** How long it is hidden at first, in milliseconds; left out: not at all. Of a job without Slack only. */
  readonly after?: number;
}

/** A channel that has to be tried again, and when. Milliseconds. */
export interface RetryRequest {
  readonly channel: Channel;
  readonly after: number;
  /** Set where the jobs behind it do not have to wait for it. */
  readonly alone?: true;
}

/** A finding's event or an audit record in the table's stream. */
export interface StreamRecord {
  /** The record's place in the stream. */
  readonly sequenceNumber: string;
  /** The event's id. */
  readonly id: string;
  /** Left out where the record could not be read. */
  readonly event?: DeliverableEvent;
  /** An earlier version wrote it and may have delivered it already, which is seen where a job is read from the queue. */
  readonly isOld?: true;
}

export interface FanOutPorts {
  readonly store: Pick<EventStore, 'event'>;
  /** The channels that are deployed. */
  readonly channels: readonly Channel[];
  readonly settings: Settings['channels'];
  /** Delivers an event now. Returns the channels that have to be tried again, each with the milliseconds until then. */
  deliver(event: DeliverableEvent, channels: readonly Channel[]): Promise<readonly RetryRequest[]>;
  /** Queues jobs. Returns those that the queue did not take. */
  queue(jobs: readonly QueuedJob[]): Promise<readonly QueuedJob[]>;
}

/** Events that one invocation delivers itself, so that no slow channel holds up the stream for long. */
export const MOST_AT_ONCE = 20;

interface Routed {
  readonly from: string;
  readonly id: string;
  readonly channels: readonly Channel[];
  /** Set where it is delivered now. */
  readonly event?: DeliverableEvent;
}

/**
 * Delivers events, all at once. Slack's go into its queue, since it takes one message a second. So does what has to be
 * tried again, and all events behind the first twenty. Returns the sequence numbers of the records that failed.
 */
export async function fanOut(records: readonly StreamRecord[], ports: FanOutPorts): Promise<readonly string[]> {
  const failed = new Set<string>();
  const routed: Routed[] = [];
  let direct = 0;
  for (const { sequenceNumber: from, id, event, isOld } of records) {
    try {
      // An unreadable event is queued as well: it fails there, where an alarm shows it and the stream does not wait.
      const channels = event ? await channelsFor(event, ports) : ports.channels;
      if (channels.length === 0) continue;
      const isNow = event && !isOld && direct < MOST_AT_ONCE && channels.some(isDirect);
      if (isNow) direct += 1;
      routed.push({ from, id, channels, ...(isNow ? { event } : {}) });
    } catch {
      failed.add(from);
    }
  }
  const queue = async (jobs: readonly (QueuedJob & Pick<Routed, 'from'>)[]) => {
    const refused = new Set<QueuedJob>(jobs.length > 0 ? await ports.queue(jobs) : []);
    for (const job of jobs) if (refused.has(job)) failed.add(job.from);
  };
  const queued = routed.flatMap(({ from, id, channels, event }) => {
    const its = event ? channels.filter((channel) => !isDirect(channel)) : channels;
    return its.length > 0 ? [{ from, event: id, channels: its }] : [];
  });
  const delivered = routed.map((each) => deliverNow(each, ports));
  await queue(queued);
  await queue((await Promise.all(delivered)).flat());
  return records.map(({ sequenceNumber }) => sequenceNumber).filter((each) => failed.has(each));
}

function isDirect(channel: Channel): boolean {
  return channel !== 'slack';
}

/** The job that is left of an event. */
async function deliverNow({ from, event, channels }: Routed, ports: FanOutPorts) {
  if (!event) return [];
  const retries = await ports.deliver(event, channels.filter(isDirect));
  if (retries.length === 0) return [];
  const after = Math.min(...retries.map((retry) => retry.after));
  return [{ from, event: event.id, channels: retries.map(({ channel }) => channel), after }];
}

/** How many earlier events of a finding are read at most; each is a read of its own. */
const MOST_EARLIER = 20;

/**
 * The channels of an event: those for which it is severe enough, and those that received an earlier event of the same
 * episode. A reader who saw a drift thus sees its end as well, and an end comes only where its beginning came. Every
 * channel receives what people did to remediation as a whole. That somebody has acknowledged a notice goes to the bus only.
 */
async function channelsFor(event: DeliverableEvent, ports: FanOutPorts): Promise<readonly Channel[]> {
  const { store, channels, settings } = ports;
  if (isAuditRecord(event)) return channels;
  if (isNoticeEvent(event))
    return channels.filter(
      (channel) =>
        (channel === 'bus' || event.type === 'reported') &&
        compareSeverity(event.notice.severity, settings[channel].minimumSeverity) >= 0,
    );
  const receives = (channel: Channel, each: FindingEvent) =>
    (channel === 'bus' || isForPeople(each)) && compareSeverity(each.severity, settings[channel].minimumSeverity) >= 0;
  const direct = channels.filter((channel) => receives(channel, event));
  const { type } = event;
  const ends = type === 'resolved' || type === 'remediated';
  const mayBeUnknown = ends && event.finding.exemption?.grantedBy === 'settings';
  const isCertain = direct.length === channels.length && !mayBeUnknown;
  if (isCertain || begins(event) || type === 'approved') return direct;
  const before = await earlierEvents(event, store);
  if (before.length === 0) return direct;
  return channels.filter(
    (channel) => (!ends && direct.includes(channel)) || before.some((each) => receives(channel, each)),
  );
}

/** False for what somebody has just done themselves, and for what the settings exempted from the beginning. */
function isForPeople(event: FindingEvent): boolean {
  const { type } = event;
  if (type === 'exempted') return event.finding.exemption?.grantedBy !== 'settings' || !begins(event);
  return type !== 'approved';
}

/** Whether an episode begins with the event. */
function begins({ type, cause, finding }: FindingEvent): boolean {
  if (type === 'exempted') return sameCause(finding.cause, cause);
  return type === 'opened' || type === 'reopened' || type === 'undone';
}

/** The earlier events of the same episode, the latest first. Those that have expired are missing. */
async function earlierEvents(
  { id, finding }: FindingEvent,
  store: FanOutPorts['store'],
): Promise<readonly FindingEvent[]> {
  const found: FindingEvent[] = [];
  for (let number = Number(id.slice(finding.id.length + 1)) - 1; number > 0 && found.length < MOST_EARLIER; number--) {
    const before = await store.event(`${finding.id}-${number}`);
    if (!before) break;
    found.push(before);
    if (begins(before)) break;
  }
  return found;
}
