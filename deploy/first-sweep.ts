import { GetQueueUrlCommand, SendMessageBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { queueId } from './needs.ts';
import { ofType, propertiesOf, type System } from './system.ts';

interface Target {
  readonly Input: string;
}

/**
 * Sends the messages of all schedules at once, right after a deployment: all resources are listed, since settings may
 * have changed, and the first heartbeat is sent.
 */
export async function startSweep(system: Pick<System, 'resources'>, config: SQSClientConfig): Promise<void> {
  const client = new SQSClient(config);
  const QueueName = String(propertiesOf(system, queueId('sweeps'))['QueueName']);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName }));
  const Entries = ofType(system, 'Events::Rule').flatMap(([Id, { ScheduleExpression, Targets }]) =>
    ScheduleExpression ? (Targets as readonly Target[]).map(({ Input }) => ({ Id, MessageBody: Input })) : [],
  );
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`The first sweep could not be started: ${Failed[0]?.Message}`);
}
