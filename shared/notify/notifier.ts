import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type { Aws } from '../aws/clients.ts';
import { hideMessages, type Queue } from '../aws/queue.ts';
import type { Channel, EventStore } from '../store/store.ts';
import { type DeliverPorts, deliver } from './deliver.ts';
import { deliverStreamed, type Send } from './deliver-job.ts';
import { type FanOutPorts, fanOut } from './fan-out.ts';
import { type Queues, queueJobs } from './queue.ts';
import { eventsIn, isHeartbeat, jobIn } from './records.ts';
import type { Surroundings } from './surroundings.ts';

export interface NotifierOptions extends Pick<DeliverPorts, 'now' | 'sleep' | 'report'> {
  readonly aws: Aws;
  readonly region: string;
  readonly store: EventStore;
  readonly settings: FanOutPorts['settings'];
  /** Which ids of controls are shown. */
  readonly shown: Surroundings['shown'];
  /** The URL of the queue for every channel but Slack. */
  readonly deliveriesQueue: string;
  /** The ARN of the topic. */
  readonly topic: string;
  /** The name of the event bus. */
  readonly bus: string;
  /** Left out where Slack is off. */
  readonly slack?: SlackDeployment | undefined;
  /** The name of the function that answers requests of people. */
  readonly respondFunction: string;
  readonly remediation: Surroundings['remediation'];
  readonly requests?: Surroundings['requests'];
  /** The title and the service of every kind. */
  readonly kindNames: Readonly<Record<string, { readonly title: string; readonly service: string }>>;
  /** Called when the daily heartbeat has come through the whole chain. */
  onHeartbeat(): void;
}

export interface SlackDeployment {
  /** The URL of its FIFO queue. */
  readonly queue: string;
  /** The parameter or the secret that holds the webhook's URL; see `parameterName`. */
  readonly webhook: string;
  /** A host that may receive messages besides Slack's own. */
  readonly host?: string | undefined;
}

/** Returns the identifiers of the records that failed. */
export type Notifier = (event: DynamoDBStreamEvent | SQSEvent) => Promise<readonly string[]>;

/** Sends the events that the table's stream and the queues deliver; Slack's go from the stream into its queue. */
export function createNotifier(options: NotifierOptions): Notifier {
  const { aws, region, slack, store, settings, now, sleep, report } = options;
  const queueAt = (url: string): Queue => ({ url, aws, region });
  const queues: Queues = {
    deliveries: queueAt(options.deliveriesQueue),
    ...(slack ? { slack: queueAt(slack.queue) } : {}),
  };
  const channels = channelsOf(options);
  const ports = { store, channels, now, sleep, report };

  return async (event) => {
    const [first] = event.Records;
    if (first && 'messageId' in first) return delivered(event as SQSEvent);
    const { Records } = event;
    if (Records.some(isHeartbeat)) options.onHeartbeat();
    const records = eventsIn(Records);
    const names = Object.keys(channels) as Channel[];
    return fanOut(records, {
      store,
      channels: names,
      settings,
      deliver: (one, its) => deliverStreamed(one, its, ports),
      queue: (jobs) => queueJobs(jobs, queues),
    });
  };

  async function delivered({ Records }: SQSEvent): Promise<readonly string[]> {
    const received = new Map(Records.map(jobIn).map((message) => [message.id, message]));
    const messages = [...received.values()];
    const isSlack = messages[0]?.queue === 'slack';
    const queue = (isSlack && queues.slack) || queues.deliveries;
    return deliver(messages, isSlack, {
      ...ports,
      async postpone(waiting, milliseconds) {
        const hidden = waiting.flatMap(({ id }) => {
          const receipt = received.get(id)?.receipt;
          return receipt === undefined ? [] : [{ receipt, hiddenSeconds: milliseconds / 1000 }];
        });
        await hideMessages(hidden, queue).catch((error: unknown) => report({}, 'not-postponed', error));
      },
    });
  }
}

/** Each channel loads its code on first use. */
function channelsOf(options: NotifierOptions): Readonly<Partial<Record<Channel, Send>>> {
  const { aws, region, topic, bus, slack, now, sleep } = options;
  const surroundings = surroundingsOf(options);
  return {
    sns: lazily(async () => (await import('./sns.ts')).createSns({ aws, topic, surroundings, now })),
    bus: lazily(async () => (await import('./bus.ts')).createBus({ aws, bus, region, shown: surroundings.shown })),
    ...(slack
      ? {
          slack: lazily(async () => {
            const where = { aws, region, where: slack.webhook, host: slack.host };
            const webhook = (await import('./webhook.ts')).createWebhook(where);
            return (await import('./slack.ts')).createSlack({ webhook, surroundings, now, sleep });
          }),
        }
      : {}),
  };
}

function surroundingsOf({
  region,
  respondFunction,
  remediation,
  shown,
  kindNames,
  requests,
}: NotifierOptions): Surroundings {
  return {
    region,
    title: (kind) => kindNames[kind]?.title ?? kind,
    service: (kind) => kindNames[kind]?.service ?? kind,
    remediation,
    shown,
    requests,
    respond: respondFunction,
  };
}

function lazily(load: () => Promise<Send>): Send {
  let loaded: Promise<Send> | undefined;
  return async (event) => {
    loaded ??= load();
    return (await loaded)(event);
  };
}
