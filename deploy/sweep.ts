import { GetQueueUrlCommand, SendMessageBatchCommand, SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';
import { queueName } from './names.ts';
import type { Params } from './params.ts';
import { SCHEDULES } from './schedules.ts';

/**
 * Looks at everything right after a deployment, since settings may have changed, and sends the first
 * heartbeat: does by hand what the schedules do later.
 */
export async function startSweep(params: Params, config: SQSClientConfig): Promise<void> {
  const client = new SQSClient(config);
  const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: queueName(params, 'sweeps') }));
  const Entries = Object.values(SCHEDULES).map(({ name, input }) => ({ Id: name, MessageBody: JSON.stringify(input) }));
  const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
  if (Failed.length > 0) throw new Error(`The first sweep could not be started: ${Failed[0]?.Message}`);
}
