import type { Settings } from '../config/settings.ts';
import { sameCause } from '../core/cause.ts';
import type { FindingEvent } from '../core/finding.ts';
import { compareSeverity } from '../core/severity.ts';
import type { Channel, Store } from '../store/store.ts';

/** An entry to be told on channels: what travels in a queue. */
export interface DeliveryJob {
  readonly event: string;
  readonly channels: readonly Channel[];
}

/** An entry as the stream hands it on. */
export interface StreamRecord {
  /** Its place in the stream. */
  readonly sequenceNumber: string;
  readonly id: string;
  /** Left out where it could not be read. */
  readonly event?: FindingEvent;
}

export interface FanOut {
  readonly store: Pick<Store, 'event'>;
  /** Those that are set up. */
  readonly channels: readonly Channel[];
  readonly settings: Settings['channels'];
  /** Queues errands and gives back those that were not taken. */
  queue(jobs: readonly DeliveryJob[]): Promise<readonly DeliveryJob[]>;
}

/** Queues an errand for each entry. Gives the sequence numbers of the records that are to come again. */
export async function fanOut(records: readonly StreamRecord[], ports: FanOut): Promise<readonly string[]> {
  const failed = new Set<string>();
  const wanted: { readonly from: string; readonly errand: DeliveryJob }[] = [];
  for (const { sequenceNumber: from, id, event } of records) {
    try {
      // What cannot be read is queued all the same: it fails there, and is seen, without holding up the stream.
      const channels = event ? await route(event, ports) : ports.channels;
      if (channels.length > 0) wanted.push({ from, errand: { event: id, channels } });
    } catch {
      failed.add(from);
    }
  }
  const untaken = new Set(await ports.queue(wanted.map(({ errand: job }) => job)));
  for (const { from, errand } of wanted) if (untaken.has(errand)) failed.add(from);
  return records.map(({ sequenceNumber }) => sequenceNumber).filter((each) => failed.has(each));
}

/** How far back to look for what was told of a finding; each step is a read. */
const MOST_EARLIER = 20;

/**
 * Where an entry is told: where it is severe enough, or an earlier one of the same episode was, so that
 * whoever heard of a drift hears of its end. What began unheard ends unheard.
 */
async function route(event: FindingEvent, { store, channels, settings }: FanOut): Promise<readonly Channel[]> {
  const heard = (each: FindingEvent, channel: Channel) =>
    (channel === 'bus' || isForPeople(each)) && compareSeverity(each.severity, settings[channel].minimumSeverity) >= 0;
  const direct = channels.filter((channel) => heard(event, channel));
  const { type } = event;
  const ends = type === 'resolved' || type === 'remediated';
  const perhapsUnheard = ends && event.finding.exemption?.grantedBy === 'settings';
  const settled = direct.length === channels.length && !perhapsUnheard;
  if (settled || begins(event) || type === 'approved') return direct;
  const before = await earlier(event, store);
  if (before.length === 0) return direct;
  return channels.filter(
    (channel) => (!ends && direct.includes(channel)) || before.some((each) => heard(each, channel)),
  );
}

/** Not what somebody has just done themselves, nor what the settings accepted before it came about. */
function isForPeople(event: FindingEvent): boolean {
  const { type } = event;
  if (type === 'exempted') return event.finding.exemption?.grantedBy !== 'settings' || !begins(event);
  return type !== 'approved';
}

/** Whether an episode begins with it. */
function begins({ type, cause, finding }: FindingEvent): boolean {
  if (type === 'exempted') return sameCause(finding.cause, cause);
  return type === 'opened' || type === 'reopened' || type === 'undone';
}

/** The entries of the same episode before this one, the latest first; those that have expired are missing. */
async function earlier({ id, finding }: FindingEvent, store: FanOut['store']): Promise<readonly FindingEvent[]> {
  const found: FindingEvent[] = [];
  for (let number = Number(id.slice(finding.id.length + 1)) - 1; number > 0 && found.length < MOST_EARLIER; number--) {
    const before = await store.event(`${finding.id}-${number}`);
    if (!before) break;
    found.push(before);
    if (begins(before)) break;
  }
  return found;
}
