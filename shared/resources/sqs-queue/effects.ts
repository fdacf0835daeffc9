import { GetQueueUrlCommand, SetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putQueuePolicy } from './actions.ts';

const QUEUES = 'sqs:{region}:{account}:*';

export default [
  effectOf(putQueuePolicy, {
    permissions: { 'sqs:GetQueueUrl': QUEUES, 'sqs:SetQueueAttributes': QUEUES },
    refusals: { QueueDoesNotExist: 'The queue no longer exists.' },
    async apply(ref, { after }, aws) {
      const sqs = aws.client(SQSClient, ref);
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: ref.id }));
      const policy = writable(after);
      const Attributes = { Policy: policy === null ? '' : policyText(policy) };
      await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
    },
  }),
];
