import { retryDelay } from '../aws/queue.ts';
import type { Channel } from '../store/store.ts';
import { type DeliverJobPorts, deliverJob, type RetryRequest } from './deliver-job.ts';
import type { DeliveryJob } from './fan-out.ts';

/** A message of a queue of delivery jobs. */
export interface JobMessage {
  readonly id: string;
  /** A `DeliveryJob` as JSON. */
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receives: number;
}

export interface DeliverPorts extends DeliverJobPorts {
  /** Hides messages for a while. Does not throw: the queue has a visibility timeout of its own. */
  postpone(messages: readonly JobMessage[], milliseconds: number): Promise<void>;
}

/** When a message is tried again. */
type Retry = Omit<RetryRequest, 'channel'>;

/** In order: after this time no further job is begun, so that the function ends in time. Milliseconds. */
const LAST_BEGIN = 30_000;

/**
 * Delivers the jobs of messages. Returns the ids of the messages that failed.
 * @param inOrder One after the other. After a failure, no later one is tried.
 */
export async function deliver(
  messages: readonly JobMessage[],
  inOrder: boolean,
  ports: DeliverPorts,
): Promise<readonly string[]> {
  if (!inOrder) return (await Promise.all(messages.map((message) => deliverAlone(message, ports)))).flat();
  const failed: string[] = [];
  const started = ports.now();
  for (const [index, message] of messages.entries()) {
    const isLate = ports.now() - started > LAST_BEGIN;
    const retry: Retry | undefined = isLate ? { after: 0 } : await attempt(message, inOrder, ports);
    if (!retry) continue;
    const waiting = retry.alone ? [message] : messages.slice(index);
    await ports.postpone(waiting, retry.after);
    failed.push(...waiting.map(({ id }) => id));
    if (!retry.alone) break;
  }
  return failed;
}

async function deliverAlone(message: JobMessage, ports: DeliverPorts): Promise<readonly string[]> {
  const retry = await attempt(message, false, ports);
  if (!retry) return [];
  await ports.postpone([message], retry.after);
  return [message.id];
}

async function attempt(
  { body, receives }: JobMessage,
  inOrder: boolean,
  ports: DeliverPorts,
): Promise<Retry | undefined> {
  const job = jobIn(body, ports);
  const later = retryDelay(receives) * 1000;
  if (!job) {
    ports.report({}, 'unreadable');
    // It never becomes readable. In order, all jobs behind it would wait with it.
    return { after: inOrder ? 0 : later, alone: true };
  }
  try {
    const retry = await deliverJob(job, later, ports);
    // Where nothing waits behind it, it need not be tried at once.
    return retry?.alone && !inOrder ? { ...retry, after: later } : retry;
  } catch (error) {
    for (const channel of job.channels) ports.report({ event: job.event, channel }, 'undecided', error);
    return { after: later };
  }
}

/** `undefined` for what is no job, and for channels that do not exist. */
function jobIn(body: string, { channels: known }: DeliverPorts): DeliveryJob | undefined {
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
