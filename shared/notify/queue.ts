import { type OutgoingMessage, type Queue, trySendMessages } from '../aws/queue.ts';
import type { Channel } from '../store/store.ts';
import type { DeliveryJob, QueuedJob } from './fan-out.ts';

/** The queues of delivery jobs. */
export interface Queues {
  /** For every channel but Slack. */
  readonly deliveries: Queue;
  /** A FIFO queue, since Slack takes one message a second; left out where there is no Slack. */
  readonly slack?: Queue;
}

/** Queues jobs, in their order. Returns those that were not queued for all their channels. */
export async function queueJobs(
  jobs: readonly QueuedJob[],
  { deliveries, slack }: Queues,
): Promise<readonly QueuedJob[]> {
  const failed = await Promise.all([
    trySendMessages(
      messagesFor(jobs, (channel) => channel !== 'slack'),
      deliveries,
    ),
    slack ? trySendMessages(messagesFor(jobs, (channel) => channel === 'slack').map(inOrder), slack) : [],
  ]);
  return [...new Set(failed.flat().map(({ job }) => job))];
}

interface OutgoingJob extends OutgoingMessage {
  readonly body: DeliveryJob;
  /** The job that the message is for, with all its channels. */
  readonly job: QueuedJob;
}

function messagesFor(jobs: readonly QueuedJob[], belongs: (channel: Channel) => boolean): readonly OutgoingJob[] {
  return jobs.flatMap((job) => {
    const channels = job.channels.filter(belongs);
    const delay = job.after === undefined ? {} : { delaySeconds: job.after / 1000 };
    return channels.length > 0 ? [{ body: { event: job.event, channels }, ...delay, job }] : [];
  });
}

function inOrder(message: OutgoingJob): OutgoingJob {
  return { ...message, fifo: { group: 'slack', deduplicationId: message.body.event } };
}
