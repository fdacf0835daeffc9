import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { putQueuePolicy } from '../../shared/resources/sqs-queue/actions.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const OPEN = policyDocument(allowing('Anyone', '*', 'sqs:SendMessage'));

export const STORIES: readonly ActionStory[] = [
  story('sqs.put-queue-policy', 'sqs-queue-public', 'sqs-queue', {
    async make(aws) {
      const QueueName = 'e2e-orders';
      await aws.client(SQSClient, PLACE).send(new CreateQueueCommand({ QueueName }));
      return QueueName;
    },
    drift: () => [putQueuePolicy({ before: null, after: OPEN })],
    event: ({ id, account, region }) => [
      'sqs:SetQueueAttributes',
      {
        queueUrl: `https://sqs.${region}.amazonaws.com/${account}/${id}`,
        attributes: { Policy: JSON.stringify(OPEN) },
      },
    ],
  }),
];

/** The client calls the URL of the queue, which moto gives as its own: the proxy does not see these calls. */
const OWN_URL = 'called past the proxy';
export const UNCALLED = { 'sqs:GetQueueAttributes': OWN_URL, 'sqs:SetQueueAttributes': OWN_URL };
