import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { putTopicPolicy } from '../../shared/resources/sns-topic/actions.ts';
import { defaultTopicPolicy } from '../../shared/resources/sns-topic/kind.ts';
import { applyAction } from '../support/aws.ts';
import { allowing, policyDocument } from '../support/policy-cases.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const OPEN = policyDocument(allowing('Anyone', '*', 'SNS:Publish'));

export const STORIES: readonly ActionStory[] = [
  story('sns.put-topic-policy', 'sns-topic-public', 'sns-topic', {
    async make(aws) {
      const id = 'e2e-orders';
      await aws.client(SNSClient, PLACE).send(new CreateTopicCommand({ Name: id }));
      const after = defaultTopicPolicy({ ...PLACE, id });
      await applyAction({ kind: 'sns-topic', ...PLACE, id }, putTopicPolicy({ before: null, after }), aws);
      return id;
    },
    drift: (ref) => [putTopicPolicy({ before: defaultTopicPolicy(ref), after: OPEN })],
    event: ({ id, account, region }) => [
      'sns:SetTopicAttributes',
      {
        topicArn: `arn:aws:sns:${region}:${account}:${id}`,
        attributeName: 'Policy',
        attributeValue: JSON.stringify(OPEN),
      },
    ],
  }),
];
