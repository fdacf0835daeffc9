import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Deployment } from './deployment.ts';
import { PLACE } from './place.ts';
import { ofType } from './template.ts';

type Queues = Pick<Deployment, 'aws' | 'physical' | 'queueOf'>;

/** How many messages are in each queue that has any, those included that are hidden. */
export async function waiting({ aws, physical, queueOf }: Queues): Promise<Readonly<Record<string, number>>> {
  const ids = [...physical.keys()].filter(isQueue);
  if (ids.length === 0) throw new Error('no queue was deployed');
  const counts = ids.map(async (id) => {
    const { Attributes } = await aws
      .client(SQSClient, PLACE)
      .send(new GetQueueAttributesCommand({ QueueUrl: queueOf(id), AttributeNames: ['All'] }));
    const { ApproximateNumberOfMessages: seen, ApproximateNumberOfMessagesNotVisible: hidden } = Attributes ?? {};
    return [id, Number(seen) + Number(hidden)] as const;
  });
  return Object.fromEntries((await Promise.all(counts)).filter(([, count]) => count > 0));
}

/** Takes what was given up: the dead-letter queues that hold anything, each with its messages. */
export async function takeDead(queues: Queues): Promise<Readonly<Record<string, readonly string[]>>> {
  const ids = Object.keys(await waiting(queues)).filter((id) => id.endsWith('Dlq'));
  const taken: Record<string, readonly string[]> = {};
  for (const id of ids) taken[id] = await takeAll(queues, id);
  return taken;
}

/** The queues of whose messages an alarm tells. */
export function watched({ template }: Pick<Deployment, 'template'>): readonly string[] {
  const alarms = [...ofType(template, 'AWS::CloudWatch::Alarm').values()];
  return alarms
    .filter(({ MetricName }) => MetricName === 'ApproximateNumberOfMessagesVisible')
    .map(({ Dimensions }) => {
      const [{ Value }] = Dimensions as [{ Value: { 'Fn::GetAtt': [string, string] } }];
      return Value['Fn::GetAtt'][0];
    });
}

async function takeAll({ aws, queueOf }: Queues, id: string): Promise<readonly string[]> {
  const sqs = aws.client(SQSClient, PLACE);
  const QueueUrl = queueOf(id);
  const bodies: string[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    if (Messages.length === 0) return bodies;
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
}

function isQueue(id: string): boolean {
  return /(?:Queue|Dlq)$/.test(id);
}
