import type { Channel } from '../store/store.ts';
import type { DeliveryJob } from './fan-out.ts';
import { type DeliveryPorts, deliverJob, type RetryRequest } from './tell.ts';

/** A message of a queue, as Lambda hands it over. */
export interface Message {
  readonly id: string;
  readonly body: string;
  /** How often it was handed over, this time included. */
  readonly attempts: number;
}

export interface Notify extends DeliveryPorts {
  /** Keeps messages from coming again for a while. Does not throw: the queue has a time of its own. */
  postpone(messages: readonly Message[], milliseconds: number): Promise<void>;
}

const FIRST_WAIT = 30_000;
const LONGEST_WAIT = 15 * 60_000;
/** In order: after this nothing more is begun, so that the function ends in time whatever is slow. */
const ENOUGH = 30_000;

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
    const again: RetryRequest | undefined = late ? { after: 0 } : await attempt(message, inOrder, ports);
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

async function attempt(
  { body, attempts }: Message,
  inOrder: boolean,
  ports: Notify,
): Promise<RetryRequest | undefined> {
  const job = errandOf(body, ports);
  const later = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (attempts - 1));
  if (!job) {
    ports.report({}, 'unreadable');
    // No time makes it readable; in order, all behind it would wait with it.
    return { after: inOrder ? 0 : later, alone: true };
  }
  try {
    const again = await deliverJob(job, later, ports);
    // Where nothing waits behind it, it takes its time.
    return again?.alone && !inOrder ? { ...again, after: later } : again;
  } catch (error) {
    for (const channel of job.channels) ports.report({ event: job.event, channel }, 'undecided', error);
    return { after: later };
  }
}

/** `undefined` for what asks for nothing, and for channels that there are not. */
function errandOf(body: string, { channels: known }: Notify): DeliveryJob | undefined {
  try {
    const { event, channels } = JSON.parse(body) as Partial<Record<keyof DeliveryJob, unknown>>;
    if (typeof event !== 'string' || event === '' || !Array.isArray(channels) || channels.length === 0)
      return undefined;
    const isKnown = (channel: unknown): channel is Channel =>
      typeof channel === 'string' && Object.hasOwn(known, channel);
    return channels.every(isKnown) ? { event, channels: [...new Set(channels)] } : undefined;
  } catch {
    return undefined;
  }
}
