import { SetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import { effectOf } from '../../aws/effect.ts';
import { writable } from '../../policy/deleted.ts';
import { policyText } from '../common/api-policy-text.ts';
import { putTopicPolicy } from './actions.ts';
import { snsTopic } from './kind.ts';

export default [
  effectOf(putTopicPolicy, {
    permissions: { 'sns:SetTopicAttributes': 'sns:{region}:{account}:*' },
    refusals: { NotFoundException: 'The topic no longer exists.' },
    async apply(ref, { after }, aws) {
      await aws.client(SNSClient, ref).send(
        new SetTopicAttributesCommand({
          TopicArn: snsTopic.arn?.(ref),
          AttributeName: 'Policy',
          AttributeValue: policyText(writable(after)),
        }),
      );
    },
  }),
];
