import { failureOf } from '../aws/failure.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Channel, Claim, Delivery, Store } from '../store/store.ts';
import type { DeliveryJob } from './fan-out.ts';

/**
 * Tells an entry; returns once it has surely arrived. Throws anything else, best with a `retryAfter` in
 * milliseconds where the channel said when to come again, and with `unfit` where it is this entry that it
 * will never take.
 */
export type Send = (event: FindingEvent) => Promise<void>;

/** One entry on one channel, as far as it is known. */
export interface DeliveryAttempt {
  readonly event?: string;
  readonly channel?: Channel;
}

/**
 * What became of one alert. `unrecorded`: it was told, and the store could not be told so; `undecided`:
 * the store did not say whether it is to be told; `not-postponed`: it may come again too soon.
 */
export type Outcome =
  | Delivery
  | 'delivered-before'
  | 'busy'
  | 'expired'
  | 'unrecorded'
  | 'unreadable'
  | 'undecided'
  | 'not-postponed';

export interface DeliveryPorts {
  readonly store: Pick<Store, 'claim' | 'settle'>;
  readonly channels: Readonly<Partial<Record<Channel, Send>>>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  report(alert: DeliveryAttempt, outcome: Outcome, error?: unknown): void;
}

/** Why an errand has to come again, and when. Milliseconds. */
export interface RetryRequest {
  readonly after: number;
  /** Set where nothing that comes behind it has to wait. */
  readonly alone?: true;
}

/** Longer than one telling may take with every call at its limit; after it, whoever claimed it is dead. */
export const LEASE = 90_000;
/** SQS hides a message no longer than 12 hours in all. */
const MOST_OBEYED = 6 * 3_600_000;
/** How long a channel that has answered waits for slower ones, so that all are recorded in one write. */
const PATIENCE = 250;

interface End {
  readonly channel: Channel;
  readonly error: Failed | undefined;
}

/**
 * Tells an entry on its channels, as far as they are ours to tell.
 * @param later When to come again after a failure, where the channel does not say. Milliseconds.
 * @throws where the store does not say whether there is anything to tell.
 */
export async function deliverJob(
  { event, channels }: DeliveryJob,
  later: number,
  ports: DeliveryPorts,
): Promise<RetryRequest | undefined> {
  const { store, now, report } = ports;
  const claimed = await store.claim(event, channels, now(), LEASE);
  if (!claimed) {
    for (const channel of channels) report({ event, channel }, 'expired');
    return undefined;
  }
  const having = (claim: Claim) => channels.filter((channel) => claimed.claims.get(channel) === claim);
  for (const channel of having('delivered')) report({ event, channel }, 'delivered-before');
  for (const channel of having('busy')) report({ event, channel }, 'busy');
  const again = await tellAll(claimed.event, having('claimed'), later, ports);
  return soonest([...again, ...having('busy').map(() => ({ after: LEASE + 1000 }))]);
}

/** All at once, so that none waits for another; gives what has to come again. */
async function tellAll(
  event: FindingEvent,
  channels: readonly Channel[],
  later: number,
  ports: DeliveryPorts,
): Promise<readonly RetryRequest[]> {
  const ended: End[] = [];
  let open = channels.length;
  const sent = channels.map(async (channel) => {
    const error = await failing(async () => ports.channels[channel]?.(event));
    ended.push({ channel, error });
    open -= 1;
  });
  const recorded = sent.map(async (one) => {
    await one;
    if (open > 0) await Promise.race([Promise.all(sent), ports.sleep(PATIENCE)]);
    return record(event.id, ended.splice(0), later, ports);
  });
  return (await Promise.all(recorded)).flat();
}

/** A channel that has to wait longer keeps no other waiting. */
function soonest(again: readonly RetryRequest[]): RetryRequest | undefined {
  return again.toSorted((a, b) => a.after - b.after)[0];
}

/** Records how it ended on some channels; gives what has to come again. */
async function record(
  entry: string,
  ended: readonly End[],
  later: number,
  ports: DeliveryPorts,
): Promise<readonly RetryRequest[]> {
  const { store, now, report } = ports;
  const told = ended.filter(({ error }) => error === undefined).map(({ channel }) => channel);
  if (told.length > 0) await settleTold(entry, told, ports);
  return Promise.all(
    ended
      .flatMap(({ channel, error }) => (error ? [{ channel, reason: error.reason }] : []))
      .map(async ({ channel, reason }): Promise<RetryRequest> => {
        const delivery = failureOf(reason) === 'unanswered' ? 'unsure' : 'failed';
        report({ event: entry, channel }, delivery, reason);
        // Where this fails the claim lapses by itself.
        await failing(() => store.settle(entry, [channel], delivery, now()));
        return isUnfit(reason) ? { after: 0, alone: true } : { after: Math.max(later, retryAfterOf(reason)) };
      }),
  );
}

/** Tried hard: were it forgotten that this was told, another copy of the message would tell it again. */
async function settleTold(
  entry: string,
  channels: readonly Channel[],
  { store, now, sleep, report }: DeliveryPorts,
): Promise<void> {
  let error: Failed | undefined;
  for (const pause of [0, 200, 1000]) {
    if (pause > 0) await sleep(pause);
    error = await failing(() => store.settle(entry, channels, 'delivered', now()));
    if (!error) break;
  }
  for (const channel of channels) report({ event: entry, channel }, error ? 'unrecorded' : 'delivered', error?.reason);
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
  return typeof retryAfter === 'number' ? Math.min(MOST_OBEYED, retryAfter) : 0;
}
