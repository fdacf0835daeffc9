import type { Settings } from '../config/settings.ts';
import { sameCause } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { compareSeverity } from '../core/severity.ts';
import type { Channel, DeliverableEvent, EventStore } from '../store/store.ts';
import { isAuditRecord } from '../store/stream.ts';

/** An event to deliver on channels: the body of a message in a queue. */
export interface DeliveryJob {
  /** The event's id. */
  readonly event: string;
  readonly channels: readonly Channel[];
}

/** A finding's event or an audit record in the table's stream. */
export interface StreamRecord {
  /** The record's place in the stream. */
  readonly sequenceNumber: string;
  /** The event's id. */
  readonly id: string;
  /** Left out where the record could not be read. */
  readonly event?: DeliverableEvent;
}

export interface FanOutPorts {
  readonly store: Pick<EventStore, 'event'>;
  /** The channels that are deployed. */
  readonly channels: readonly Channel[];
  readonly settings: Settings['channels'];
  /** Queues jobs. Returns those that the queue did not take. */
  queue(jobs: readonly DeliveryJob[]): Promise<readonly DeliveryJob[]>;
}

/** Queues a delivery job for each event. Returns the sequence numbers of the records that failed. */
export async function fanOut(records: readonly StreamRecord[], ports: FanOutPorts): Promise<readonly string[]> {
  const failed = new Set<string>();
  const routed: { readonly from: string; readonly job: DeliveryJob }[] = [];
  for (const { sequenceNumber: from, id, event } of records) {
    try {
      // An unreadable event is queued as well: it fails there, where an alarm shows it and the stream does not wait.
      const channels = event ? await channelsFor(event, ports) : ports.channels;
      if (channels.length > 0) routed.push({ from, job: { event: id, channels } });
    } catch {
      failed.add(from);
    }
  }
  const refused = new Set(await ports.queue(routed.map(({ job }) => job)));
  for (const { from, job } of routed) if (refused.has(job)) failed.add(from);
  return records.map(({ sequenceNumber }) => sequenceNumber).filter((each) => failed.has(each));
}

/** How many earlier events of a finding are read at most; each is a read of its own. */
const MOST_EARLIER = 20;

/**
 * The channels of an event: those for which it is severe enough, and those that received an earlier event of the same
 * episode. A reader who saw a drift thus sees its end as well, and an end comes only where its beginning came. Every
 * channel receives what people did to remediation as a whole.
 */
async function channelsFor(event: DeliverableEvent, ports: FanOutPorts): Promise<readonly Channel[]> {
  const { store, channels, settings } = ports;
  if (isAuditRecord(event)) return channels;
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
