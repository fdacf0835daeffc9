import { failureOf } from '../core/failure.ts';
import type { Channel, Delivery, Entry, Store } from '../store/store.ts';
import type { Errand } from './fan-out.ts';

/** A message of a queue, as Lambda hands it over. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** How often it was handed over, this time included. */
  readonly attempts: number;
}

/**
 * Tells an entry; returns once it has surely arrived. Throws anything else, best with a `retryAfter` in
 * milliseconds where the channel said when to come again.
 */
export type Send = (entry: Entry) => Promise<void>;

/**
 * What became of one errand. `unrecorded`: it was told, and the store could not be told so; `undecided`:
 * the store did not say whether it is to be told; `not-postponed`: it may come again too soon.
 */
export type Outcome =
  | Delivery
  | 'told-before'
  | 'busy'
  | 'expired'
  | 'unrecorded'
  | 'unreadable'
  | 'undecided'
  | 'not-postponed';

export interface Notify {
  readonly store: Pick<Store, 'entry' | 'claim' | 'settle'>;
  readonly channels: Readonly<Partial<Record<Channel, Send>>>;
  /** Keeps messages from coming again for a while. Does not throw: the queue has a time of its own. */
  postpone(messages: readonly Message[], milliseconds: number): Promise<void>;
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  report(errand: Partial<Errand>, outcome: Outcome, error?: unknown): void;
}

/** Longer than one telling may take with every call at its limit; after it, whoever claimed it is dead. */
export const LEASE = 90_000;
const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;
/** In order: after this nothing more is begun, so that the function ends in time whatever is slow. */
const ENOUGH = 30_000;
/** SQS hides a message no longer than 12 hours in all. */
const MOST_OBEYED = 6 * 3_600_000;

/** Why an errand has to come again, and when. */
interface Again {
  readonly after: number;
  /** Set where nothing that comes behind it has to wait. */
  readonly alone?: true;
}

/**
 * Tells what messages ask for. Gives the ids of those that are to come again.
 * @param inOrder one by one; nothing is tried behind one that failed.
 */
export async function deliver(
  messages: readonly Message[],
  inOrder: boolean,
  ports: Notify,
): Promise<readonly string[]> {
  if (!inOrder) return (await Promise.all(messages.map((message) => alone(message, ports)))).flat();
  const failed: string[] = [];
  const started = ports.now();
  for (const [index, message] of messages.entries()) {
    const late = ports.now() - started > ENOUGH;
    const again: Again | undefined = late ? { after: 0 } : await attempt(message, inOrder, ports);
    if (!again) continue;
    const waiting = again.alone ? [message] : messages.slice(index);
    await ports.postpone(waiting, again.after);
    failed.push(...waiting.map(({ id }) => id));
    if (!again.alone) break;
  }
  return failed;
}

async function alone(message: Message, ports: Notify): Promise<readonly string[]> {
  const again = await attempt(message, false, ports);
  if (!again) return [];
  await ports.postpone([message], again.after);
  return [message.id];
}

async function attempt({ body, attempts }: Message, inOrder: boolean, ports: Notify): Promise<Again | undefined> {
  const errand = errandOf(body);
  const send = errand && Object.hasOwn(ports.channels, errand.channel) ? ports.channels[errand.channel] : undefined;
  const later = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1));
  if (!errand || !send) {
    ports.report(errand ?? {}, 'unreadable');
    // No time makes it readable; in order, all behind it would wait with it.
    return { after: inOrder ? 0 : later, alone: true };
  }
  try {
    return await tell(errand, send, later, ports);
  } catch (error) {
    ports.report(errand, 'undecided', error);
    return { after: later };
  }
}

/** Throws where the store does not say whether there is anything to tell. */
async function tell(errand: Errand, send: Send, later: number, ports: Notify): Promise<Again | undefined> {
  const { store, now, report } = ports;
  const entry = await store.entry(errand.entry);
  const claim = entry && (await store.claim(entry.id, errand.channel, now(), LEASE));
  if (!entry || claim === 'told') {
    report(errand, entry ? 'told-before' : 'expired');
    return undefined;
  }
  if (claim === 'busy') {
    report(errand, 'busy');
    return { after: LEASE + 1000 };
  }
  const error = await failing(() => send(entry));
  if (error === undefined) {
    await settleTold(errand, ports);
    return undefined;
  }
  const delivery = failureOf(error.reason) === 'unanswered' ? 'unsure' : 'failed';
  report(errand, delivery, error.reason);
  // Where this fails the claim lapses by itself.
  await failing(() => store.settle(entry.id, errand.channel, delivery, now()));
  return { after: Math.max(later, retryAfterOf(error.reason)) };
}

/** Tried hard: were it forgotten that this was told, another copy of the message would tell it again. */
async function settleTold(errand: Errand, { store, now, sleep, report }: Notify): Promise<void> {
  let error: Awaited<ReturnType<typeof failing>>;
  for (const pause of [0, 200, 1000]) {
    if (pause > 0) await sleep(pause);
    error = await failing(() => store.settle(errand.entry, errand.channel, 'told', now()));
    if (!error) break;
  }
  report(errand, error ? 'unrecorded' : 'told', error?.reason);
}

async function failing(call: () => Promise<void>): Promise<{ readonly reason: unknown } | undefined> {
  try {
    await call();
    return undefined;
  } catch (reason) {
    return { reason };
  }
}

function retryAfterOf(error: unknown): number {
  const retryAfter = error instanceof Error && 'retryAfter' in error ? error.retryAfter : undefined;
  return typeof retryAfter === 'number' ? Math.min(MOST_OBEYED, retryAfter) : 0;
}

function errandOf(body: string): Errand | undefined {
  try {
    const { entry, channel } = JSON.parse(body) as Partial<Errand>;
    return typeof entry === 'string' && entry !== '' && typeof channel === 'string' ? { entry, channel } : undefined;
  } catch {
    return undefined;
  }
}
