import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { paramsFrom } from '../../deploy/params.ts';
import { describedWith } from '../../deploy/serverless-yml.ts';
import { KEYS } from '../../shared/store/table.ts';
import { OFF } from '../../test/deploy/off.ts';
import { meets } from '../../test/e2e/template.ts';
import { ACCOUNT, REGION } from '../../test/support/standin/service.ts';
import type { SimulatedAws, Started } from './aws.ts';
import { type FunctionProcess, startFunction } from './process.ts';

/** One build of Plumbline in the simulated AWS, with a table, queues and processes of its own. */
export interface Build {
  readonly name: string;
  readonly table: string;
  /** What its functions have taken since it began. */
  readonly taken: { invocations: number; processor: number };
  /** Hands events to `detect`, as EventBridge and the queue of changes do. */
  put(...events: readonly object[]): void;
  /** Until nothing waits any more. @throws where a function has failed. */
  settled(): Promise<void>;
  stop(): void;
}

type Records = readonly object[];

/** What starts a function; a process of its own takes one batch after the other. */
interface Source {
  /** The access key of its process. */
  readonly key: string;
  readonly by: Started['by'];
  readonly run: FunctionProcess;
  take(): Records;
  isBusy: boolean;
}

/** @param dist The folder of the bundles; the `serverless.yml` beside it says what starts each. */
export async function startBuild(
  name: string,
  dist: string,
  aws: SimulatedAws,
  { isRemediating }: { readonly isRemediating: boolean },
): Promise<Build> {
  const table = `${name}-table`;
  const { TableDescription } = aws.call('dynamodb', 'CreateTable', { TableName: table, ...KEYS }) as {
    readonly TableDescription: { readonly LatestStreamArn: string };
  };
  const queues = ['ChangesQueue', 'ChangesDlq', 'DeliveriesQueue', 'RemediationsQueue'].map((id) => {
    const { QueueUrl } = aws.call('sqs', 'CreateQueue', { QueueName: `${name}-${id}` }) as { QueueUrl: string };
    return [id, QueueUrl] as const;
  });
  const urlOf = (id: string) => new Map<string, string>(queues).get(id) ?? '';
  aws.call('sns', 'CreateTopic', { Name: `${name}-findings` });
  const environment = {
    AWS_REGION: REGION,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL: aws.url,
    ACCOUNT_ID: ACCOUNT,
    TABLE_NAME: table,
    TOPIC_ARN: `arn:aws:sns:${REGION}:${ACCOUNT}:${name}-findings`,
    BUS_NAME: name,
    DETECT_ROLE_ID: 'AROADETECT0000000000',
    REMEDIATE_ROLE: `${name}-remediate`,
    RESPOND_FUNCTION: `${name}-respond`,
    REMEDIATION: 'auto',
    PLUMBLINE_PREFIX: name,
    CHANGES_QUEUE_URL: urlOf('ChangesQueue'),
    CHANGES_DLQ_URL: urlOf('ChangesDlq'),
    DELIVERIES_QUEUE_URL: urlOf('DeliveriesQueue'),
    REMEDIATIONS_QUEUE_URL: urlOf('RemediationsQueue'),
    SWEEPS_QUEUE_URL: urlOf('ChangesQueue'),
  };
  const text = readFileSync(join(resolve(dist), '../serverless.yml'), 'utf8');
  const { functions } = describedWith(paramsFrom({ ...OFF, remediation: 'auto' }), text);
  const taken = { invocations: 0, processor: 0 };
  const sources: Source[] = [];
  for (const each of ['detect', 'notify', ...(isRemediating ? (['remediate'] as const) : [])] as const) {
    for (const { sqs, stream } of functions[each]?.events ?? []) {
      const take = stream
        ? fromStream(stream.batchSize, stream.filterPatterns as readonly object[])
        : sqs && urlOf(sqs.arn['Fn::GetAtt'][0]) !== ''
          ? fromQueue(sqs.arn['Fn::GetAtt'][0], sqs.batchSize)
          : undefined;
      if (!take) continue;
      const by = stream ? 'stream' : 'queue';
      const key = `${name}-${each}-${by}-${sources.length}`;
      const own = { ...environment, AWS_ACCESS_KEY_ID: key };
      const run = await startFunction(join(resolve(dist), `functions/${each}/index.mjs`), own);
      sources.push({ key, by, run, take, isBusy: false });
    }
  }
  let failure: unknown;
  let told = () => undefined as void;
  const onAnswered = ({ key, service }: { readonly key: string; readonly service: string }) => {
    if (key.startsWith(`${name}-`) && (service === 'dynamodb' || service === 'sqs')) startAll();
  };
  aws.answered.add(onAnswered);

  return {
    name,
    table,
    taken,
    put(...events) {
      for (const event of events)
        aws.call('sqs', 'SendMessage', { QueueUrl: urlOf('ChangesQueue'), MessageBody: JSON.stringify(event) });
      startAll();
    },
    async settled() {
      while (sources.some(({ isBusy }) => isBusy) && failure === undefined)
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      if (failure !== undefined) throw failure;
    },
    stop() {
      aws.answered.delete(onAnswered);
      for (const { run } of sources) run.stop();
    },
  };

  function startAll(): void {
    for (const source of sources) void start(source);
  }

  async function start(source: Source): Promise<void> {
    if (source.isBusy || failure !== undefined) return;
    source.isBusy = true;
    try {
      for (let Records = source.take(); Records.length > 0; Records = source.take()) {
        aws.running.set(source.key, { at: performance.now(), by: source.by });
        const { processor } = await source.run.invoke({ Records });
        taken.invocations += 1;
        taken.processor += processor;
      }
    } catch (error) {
      failure = error;
    }
    source.isBusy = false;
    told();
  }

  function fromStream(batchSize: number, filters: readonly object[]): () => Records {
    let last = '0';
    const waiting: object[] = [];
    return () => {
      const { ShardIterator } = aws.call('streams', 'GetShardIterator', {
        StreamArn: TableDescription.LatestStreamArn,
        ShardIteratorType: last === '0' ? 'TRIM_HORIZON' : 'AFTER_SEQUENCE_NUMBER',
        SequenceNumber: last,
      }) as { readonly ShardIterator: string };
      const { Records } = aws.call('streams', 'GetRecords', { ShardIterator }) as {
        readonly Records: readonly { readonly dynamodb: { readonly SequenceNumber: string } }[];
      };
      last = Records.at(-1)?.dynamodb.SequenceNumber ?? last;
      waiting.push(...Records.filter((record) => filters.some((filter) => meets(filter, record))));
      return waiting.splice(0, batchSize);
    };
  }

  function fromQueue(id: string, batchSize: number): () => Records {
    const QueueUrl = urlOf(id);
    return () => {
      const received = aws.call('sqs', 'ReceiveMessage', { QueueUrl, MaxNumberOfMessages: batchSize }) as {
        readonly Messages: readonly Readonly<Record<'MessageId' | 'ReceiptHandle' | 'Body', string>>[];
      } & object;
      return received.Messages.map(({ MessageId, ReceiptHandle, Body, ...rest }) => {
        // A failure ends the benchmark, so nothing has to come again.
        aws.call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
        const { Attributes: attributes } = rest as unknown as { readonly Attributes: object };
        const eventSourceARN = `arn:aws:sqs:${REGION}:${ACCOUNT}:${QueueUrl.split('/').at(-1)}`;
        return { messageId: MessageId, receiptHandle: ReceiptHandle, body: Body, attributes, eventSourceARN };
      });
    };
  }
}
