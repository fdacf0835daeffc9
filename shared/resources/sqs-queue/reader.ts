import { GetQueueAttributesCommand, GetQueueUrlCommand, ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { nameInUrl, sqsQueue } from './kind.ts';

const QUEUES = 'sqs:{region}:{account}:*';
const NO_SUCH = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

export default defineReader(sqsQueue, {
  permissions: {
    read: { 'sqs:GetQueueUrl': QUEUES, 'sqs:GetQueueAttributes': QUEUES },
    list: { 'sqs:ListQueues': '*' },
  },
  async read(ref, aws) {
    const sqs = aws.client(SQSClient, ref);
    const found = await absentOn(NO_SUCH, async () => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: ref.id }));
      return sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['Policy'] }));
    });
    if (!found) return GONE;
    const policy = found.Attributes?.['Policy'];
    return { policy: policy ? parsedObject(policy) : null };
  },
  async list(place, aws, from) {
    const found = await aws.client(SQSClient, place).send(new ListQueuesCommand({ MaxResults: 1000, NextToken: from }));
    return page((found.QueueUrls ?? []).map(nameInUrl), found.NextToken);
  },
});
