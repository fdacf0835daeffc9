import type { DynamoDBBatchResponse, DynamoDBStreamEvent, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Aws } from '../aws/clients.ts';
import type { Channel, Store } from '../store/store.ts';
import { deliver, type Notify } from './deliver.ts';
import { type FanOut, fanOut } from './fan-out.ts';
import { hide, type Queues, queueErrands } from './queue.ts';
import { isHeartbeat, messageIn, recordedIn } from './records.ts';
import type { Surroundings } from './surroundings.ts';
import type { Send } from './tell.ts';

export interface NotifierOptions extends Pick<Notify, 'now' | 'sleep' | 'report'> {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly aws: Aws;
  readonly region: string;
  /** The daily change has come through the whole chain. */
  onHeartbeat(): void;
  readonly store: Pick<Store, 'event' | 'claim' | 'settle'>;
  readonly settings: FanOut['settings'];
  /** Of every kind: its title and its service. */
  readonly kindNames: Readonly<Record<string, { readonly title: string; readonly service: string }>>;
}

export type Notifier = (event: DynamoDBStreamEvent | SQSEvent) => Promise<DynamoDBBatchResponse | SQSBatchResponse>;

/**
 * Takes what the table's stream or a queue hands on; answers which records are to come again.
 * @throws where the environment lacks what every deployment has.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  const { environment, aws, region, store, settings, now, sleep, report } = options;
  const slackQueue = environment['SLACK_QUEUE_URL'];
  const queues: Queues = {
    aws,
    region,
    deliveries: needed(environment, 'DELIVERIES_QUEUE_URL'),
    ...(slackQueue ? { slack: slackQueue } : {}),
  };
  const channels = channelsOf(options);
  const ports = { store, channels, now, sleep, report };

  return async (event) => {
    const [first] = event.Records;
    if (first && 'messageId' in first) return failures(await told(event as SQSEvent));
    const { Records } = event;
    if (Records.some(isHeartbeat)) options.onHeartbeat();
    const records = recordedIn(Records);
    const names = Object.keys(channels) as Channel[];
    return failures(
      await fanOut(records, { store, channels: names, settings, queue: (jobs) => queueErrands(jobs, queues) }),
    );
  };

  async function told({ Records }: SQSEvent): Promise<readonly string[]> {
    const received = new Map(Records.map(messageIn).map((message) => [message.id, message]));
    const messages = [...received.values()];
    return deliver(messages, messages[0]?.queue === 'slack', {
      ...ports,
      async postpone(waiting, milliseconds) {
        const hidden = waiting.map(({ id }) => received.get(id)).filter((each) => each !== undefined);
        await hide(hidden, milliseconds, queues).catch((error: unknown) => report({}, 'not-postponed', error));
      },
    });
  }
}

function failures(ids: readonly string[]): { batchItemFailures: { itemIdentifier: string }[] } {
  return { batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Each channel with what it loads, on first use: a fan-out needs none of them. */
function channelsOf(options: NotifierOptions): Readonly<Partial<Record<Channel, Send>>> {
  const { environment, aws, region, now, sleep } = options;
  const surroundings = surroundingsOf(options);
  const topic = needed(environment, 'TOPIC_ARN');
  const bus = needed(environment, 'BUS_NAME');
  const where = environment['SLACK_WEBHOOK'];
  const host = environment['SLACK_HOST'];
  return {
    sns: lazily(async () => (await import('./sns.ts')).createSns({ aws, topic, surroundings, now })),
    bus: lazily(async () => (await import('./bus.ts')).createBus({ aws, bus, region })),
    ...(where && environment['SLACK_QUEUE_URL']
      ? {
          slack: lazily(async () => {
            const webhook = (await import('./webhook.ts')).createWebhook({
              aws,
              region,
              where,
              ...(host ? { host } : {}),
            });
            return (await import('./slack.ts')).createSlack({ webhook, surroundings, now, sleep });
          }),
        }
      : {}),
  };
}

function surroundingsOf({ environment, region, kindNames }: NotifierOptions): Surroundings {
  const respond = environment['RESPOND_FUNCTION'];
  const remediation = environment['REMEDIATION'];
  return {
    region,
    title: (kind) => kindNames[kind]?.title ?? kind,
    service: (kind) => kindNames[kind]?.service ?? kind,
    remediation: remediation === 'approve' || remediation === 'auto' ? remediation : 'off',
    ...(respond ? { respond } : {}),
  };
}

function lazily(load: () => Promise<Send>): Send {
  let loaded: Promise<Send> | undefined;
  return async (event) => {
    loaded ??= load();
    return (await loaded)(event);
  };
}

function needed(environment: NotifierOptions['environment'], name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
