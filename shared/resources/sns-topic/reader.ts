import { GetTopicAttributesCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { parsedObject } from '../../core/json.ts';
import { GONE } from '../../core/kind.ts';
import { snsTopic } from './kind.ts';

export default defineReader(snsTopic, {
  permissions: {
    read: { 'sns:GetTopicAttributes': 'sns:{region}:{account}:*' },
    list: { 'sns:ListTopics': '*' },
  },
  async read(ref, aws) {
    const found = await absentOn('NotFoundException', () =>
      aws.client(SNSClient, ref).send(new GetTopicAttributesCommand({ TopicArn: snsTopic.arn?.(ref) })),
    );
    if (!found) return GONE;
    const policy = found.Attributes?.['Policy'];
    return policy === undefined ? {} : { policy: parsedObject(policy) };
  },
  async list(place, aws, from) {
    const found = await aws.client(SNSClient, place).send(new ListTopicsCommand({ NextToken: from }));
    return page(
      (found.Topics ?? []).map(({ TopicArn }) => TopicArn?.split(':')[5]),
      found.NextToken,
    );
  },
});
