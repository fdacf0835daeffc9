import type { Settings } from '../config/settings.ts';
import { sameCause } from '../core/cause.ts';
import { compareSeverity } from '../core/severity.ts';
import type { Channel, Entry, Store } from '../store/store.ts';

/** An entry to be told on channels: what travels in a queue. */
export interface Errand {
  readonly entry: string;
  readonly channels: readonly Channel[];
}

/** An entry as the stream hands it on. */
export interface Recorded {
  /** Its place in the stream. */
  readonly sequenceNumber: string;
  readonly id: string;
  /** Left out where it could not be read. */
  readonly entry?: Entry;
}

export interface FanOut {
  readonly store: Pick<Store, 'entry'>;
  /** Those that are set up. */
  readonly channels: readonly Channel[];
  readonly settings: Settings['channels'];
  /** Queues errands and gives back those that were not taken. */
  queue(errands: readonly Errand[]): Promise<readonly Errand[]>;
}

/** Queues an errand for each entry. Gives the sequence numbers of the records that are to come again. */
export async function fanOut(records: readonly Recorded[], ports: FanOut): Promise<readonly string[]> {
  const failed = new Set<string>();
  const wanted: { readonly from: string; readonly errand: Errand }[] = [];
  for (const { sequenceNumber: from, id, entry } of records) {
    try {
      // What cannot be read is queued all the same: it fails there, and is seen, without holding up the stream.
      const channels = entry ? await route(entry, ports) : ports.channels;
      if (channels.length > 0) wanted.push({ from, errand: { entry: id, channels } });
    } catch {
      failed.add(from);
    }
  }
  const untaken = new Set(await ports.queue(wanted.map(({ errand }) => errand)));
  for (const { from, errand } of wanted) if (untaken.has(errand)) failed.add(from);
  return records.map(({ sequenceNumber }) => sequenceNumber).filter((each) => failed.has(each));
}

/** How far back to look for what was told of a finding; each step is a read. */
const MOST_EARLIER = 20;

/**
 * Where an entry is told: where it is severe enough, or an earlier one of the same episode was, so that
 * whoever heard of a drift hears of its end. What began unheard ends unheard.
 */
async function route(entry: Entry, { store, channels, settings }: FanOut): Promise<readonly Channel[]> {
  const heard = (each: Entry, channel: Channel) =>
    (channel === 'bus' || isForPeople(each)) &&
    compareSeverity(each.transition.severity, settings[channel].minimumSeverity) >= 0;
  const direct = channels.filter((channel) => heard(entry, channel));
  const { transition } = entry.transition;
  const ends = transition === 'resolved' || transition === 'remediated';
  const perhapsUnheard = ends && entry.finding.exemption?.by === 'settings';
  const settled = direct.length === channels.length && !perhapsUnheard;
  if (settled || begins(entry) || transition === 'approved') return direct;
  const before = await earlier(entry, store);
  if (before.length === 0) return direct;
  return channels.filter(
    (channel) => (!ends && direct.includes(channel)) || before.some((each) => heard(each, channel)),
  );
}

/** Not what somebody has just done themselves, nor what the settings accepted before it came about. */
function isForPeople(entry: Entry): boolean {
  const { transition } = entry.transition;
  if (transition === 'exempted') return entry.finding.exemption?.by !== 'settings' || !begins(entry);
  return transition !== 'approved';
}

/** Whether an episode begins with it. */
function begins({ transition: { transition, cause }, finding }: Entry): boolean {
  if (transition === 'exempted') return sameCause(finding.cause, cause);
  return transition === 'opened' || transition === 'reopened' || transition === 'undone';
}

/** The entries of the same episode before this one, the latest first; those that have expired are missing. */
async function earlier({ id, finding }: Entry, store: FanOut['store']): Promise<readonly Entry[]> {
  const found: Entry[] = [];
  for (let number = Number(id.slice(finding.id.length + 1)) - 1; number > 0 && found.length < MOST_EARLIER; number--) {
    const before = await store.entry(`${finding.id}-${number}`);
    if (!before) break;
    found.push(before);
    if (begins(before)) break;
  }
  return found;
}
