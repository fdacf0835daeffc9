import { failureOf } from '../aws/failure.ts';
import type { Channel, Claims, DeliverableEvent, Delivery, EventStore } from '../store/store.ts';
import type { DeliveryJob, RetryRequest } from './fan-out.ts';

/**
 * Sends an event to one channel; returns once it has certainly arrived. Throws in every other case. An error may have a
 * `retryAfter` in milliseconds, where the channel said when to try again, and `unfit`, where the channel will never
 * take this event.
 */
export type Send = (event: DeliverableEvent) => Promise<void>;

/** One event on one channel, as far as they are known. */
export interface DeliveryAttempt {
  readonly event?: string;
  readonly channel?: Channel;
}

/**
 * The result of one attempt. `expired`: the event is no longer stored. `unrecorded`: it was delivered, and the store
 * could not record that. `undecided`: the store did not answer whether it has to be delivered. `unreadable`: the
 * message holds no job. `not-postponed`: the message may be received again too soon.
 */
export type DeliveryOutcome =
  | Delivery
  | 'delivered-before'
  | 'busy'
  | 'expired'
  | 'unrecorded'
  | 'unreadable'
  | 'undecided'
  | 'not-postponed';

export interface DeliverJobPorts {
  readonly store: Pick<EventStore, 'eventToDeliver' | 'claim' | 'settle'>;
  readonly channels: Readonly<Partial<Record<Channel, Send>>>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  report(attempt: DeliveryAttempt, outcome: DeliveryOutcome, error?: unknown): void;
}

/** Longer than the function lives: after it, the process with the claim no longer exists. Milliseconds. */
export const LEASE = 90_000;
/** When a claim of now has lapsed for certain. Milliseconds. */
const AFTER_LEASE = LEASE + 1000;
/** SQS hides a message for at most 12 hours in all. */
const LONGEST_RETRY_AFTER = 6 * 3_600_000;
/** How long a channel that has answered waits for slower ones, so that all are recorded in one write. */
const PATIENCE = 250;

interface Sent {
  readonly channel: Channel;
  readonly error: Failed | undefined;
}

/**
 * Delivers an event on the channels of a job that this process can claim.
 * @param later When to try again after a failure, where the channel does not say. Milliseconds.
 * @throws where the store does not answer whether the event has to be delivered.
 */
export async function deliverJob(
  { event, channels }: DeliveryJob,
  later: number,
  ports: DeliverJobPorts,
): Promise<RetryRequest | undefined> {
  const { store, now, report } = ports;
  const known = await store.eventToDeliver(event, now(), LEASE);
  if (!known) {
    for (const channel of channels) report({ event, channel }, 'expired');
    return undefined;
  }
  const kept = new Map([...known.kept].filter(([channel]) => channels.includes(channel)));
  const open = channels.filter((channel) => !kept.has(channel));
  return soonest([
    ...afterClaim(event, kept, ports),
    ...(open.length > 0 ? await deliverEvent(known.event, open, later, ports) : []),
  ]);
}

/**
 * Delivers an event on the channels that this process can claim. Returns the retries that are needed.
 * @throws where the store does not answer whether the event has to be delivered.
 */
async function deliverEvent(
  event: DeliverableEvent,
  channels: readonly Channel[],
  later: number,
  ports: DeliverJobPorts,
): Promise<readonly RetryRequest[]> {
  const claims = await ports.store.claim(event.id, channels, ports.now(), LEASE);
  const ours = channels.filter((channel) => claims.get(channel) === 'claimed');
  return [...afterClaim(event.id, claims, ports), ...(await sendToAll(event, ours, later, ports))];
}

/**
 * Delivers an event that the stream has just brought. What has to be tried again waits until every claim of now has
 * lapsed, so that a process that dies here keeps nothing from it.
 */
export async function deliverStreamed(
  event: DeliverableEvent,
  channels: readonly Channel[],
  ports: DeliverJobPorts,
): Promise<readonly RetryRequest[]> {
  try {
    return await deliverEvent(event, channels, AFTER_LEASE, ports);
  } catch (error) {
    for (const channel of channels) ports.report({ event: event.id, channel }, 'undecided', error);
    return channels.map((channel) => ({ channel, after: AFTER_LEASE }));
  }
}

/** Reports what is not ours. What another process is delivering is looked at again once its claim has lapsed. */
function afterClaim(event: string, claims: Claims, { report }: DeliverJobPorts): readonly RetryRequest[] {
  return [...claims].flatMap(([channel, claim]) => {
    if (claim === 'claimed') return [];
    report({ event, channel }, claim === 'busy' ? 'busy' : 'delivered-before');
    return claim === 'busy' ? [{ after: AFTER_LEASE, channel }] : [];
  });
}

/** Sends to all channels at once, so that none waits for another. Returns the retries that are needed. */
async function sendToAll(
  event: DeliverableEvent,
  channels: readonly Channel[],
  later: number,
  ports: DeliverJobPorts,
): Promise<readonly RetryRequest[]> {
  const ended: Sent[] = [];
  let open = channels.length;
  const sending = channels.map(async (channel) => {
    const error = await failing(async () => ports.channels[channel]?.(event));
    ended.push({ channel, error });
    open -= 1;
  });
  const recorded = sending.map(async (one) => {
    await one;
    if (open > 0) await Promise.race([Promise.all(sending), ports.sleep(PATIENCE)]);
    return record(event.id, ended.splice(0), later, ports);
  });
  return (await Promise.all(recorded)).flat();
}

/** A channel that asks for a longer pause does not delay the others. */
function soonest(retries: readonly RetryRequest[]): RetryRequest | undefined {
  return retries.toSorted((a, b) => a.after - b.after)[0];
}

/** Records the results on some channels. Returns the retries that are needed. */
async function record(
  event: string,
  ended: readonly Sent[],
  later: number,
  ports: DeliverJobPorts,
): Promise<readonly RetryRequest[]> {
  const { store, now, report } = ports;
  const delivered = ended.filter(({ error }) => error === undefined).map(({ channel }) => channel);
  if (delivered.length > 0) await recordDelivered(event, delivered, ports);
  return Promise.all(
    ended
      .flatMap(({ channel, error }) => (error ? [{ channel, reason: error.reason }] : []))
      .map(async ({ channel, reason }): Promise<RetryRequest> => {
        const delivery = failureOf(reason) === 'unanswered' ? 'unsure' : 'failed';
        report({ event, channel }, delivery, reason);
        // Where this write fails, the claim lapses by itself.
        await failing(() => store.settle(event, [channel], delivery, now()));
        return isUnfit(reason)
          ? { after: 0, channel, alone: true }
          : { after: Math.max(later, retryAfterOf(reason)), channel };
      }),
  );
}

/** Repeats the write: without it, another copy of the message would deliver the event again. */
async function recordDelivered(
  event: string,
  channels: readonly Channel[],
  { store, now, sleep, report }: DeliverJobPorts,
): Promise<void> {
  let error: Failed | undefined;
  for (const pause of [0, 200, 1000]) {
    if (pause > 0) await sleep(pause);
    error = await failing(() => store.settle(event, channels, 'delivered', now()));
    if (!error) break;
  }
  for (const channel of channels) report({ event, channel }, error ? 'unrecorded' : 'delivered', error?.reason);
}

interface Failed {
  readonly reason: unknown;
}

async function failing(call: () => Promise<void>): Promise<Failed | undefined> {
  try {
    await call();
    return undefined;
  } catch (reason) {
    return { reason };
  }
}

function isUnfit(error: unknown): boolean {
  return error instanceof Error && 'unfit' in error && error.unfit === true;
}

function retryAfterOf(error: unknown): number {
  const retryAfter = error instanceof Error && 'retryAfter' in error ? error.retryAfter : undefined;
  return typeof retryAfter === 'number' ? Math.min(LONGEST_RETRY_AFTER, retryAfter) : 0;
}
