import { CreateTopicCommand, DeleteTopicCommand, ListTopicsCommand, SNSClient } from '@aws-sdk/client-sns';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putTopicPolicy } from '../../../shared/resources/sns-topic/actions.ts';
import { defaultTopicPolicy } from '../../../shared/resources/sns-topic/kind.ts';
import snsTopic from '../../../shared/resources/sns-topic/reader.ts';
import rule from '../../../shared/rules/sns/sns-topic-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended, judgeRead } from '../../support/mend.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

describeWithMoto('SNS topic: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(SNSClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const Name = `reader-${count}`;
    await client.send(new CreateTopicCommand({ Name }));
    return Name;
  }

  test('a new one is for the own account', async () => {
    const ref = refOn(snsTopic, await make());
    expect(await judgeRead(rule, snsTopic, ref, aws)).toMatchObject({ violations: [] });
  });

  test('its policy is put, and put back', async () => {
    const ref = refOn(snsTopic, await make());
    const before = defaultTopicPolicy(ref);
    await applyAction(ref, putTopicPolicy({ before, after: before }), aws);
    const after = policyDocument(allowing('Partner', 'arn:aws:iam::444455556666:root', 'SNS:Publish'));
    await expectConforming(snsTopic, ref, putTopicPolicy({ before, after }), aws);
  });

  test('a topic for anyone is found and mended', async () => {
    const ref = refOn(snsTopic, await make());
    const after = policyDocument(allowing('Anyone', '*', 'SNS:Publish'));
    await applyAction(ref, putTopicPolicy({ before: null, after }), aws);
    await expectMended(rule, snsTopic, ref, aws);
    expect(await snsTopic.read(ref, aws)).toEqual({ policy: defaultTopicPolicy(ref) });
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(snsTopic, await make());
    expect(await listed(snsTopic, aws)).toContain(ref.id);
    await client.send(new DeleteTopicCommand({ TopicArn: snsTopic.kind.arn?.(ref) }));
    expect(await snsTopic.read(ref, aws)).toBe(GONE);
    expect(await listed(snsTopic, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(snsTopic, refOn(snsTopic, await make()), motoAws());
  });
});

describe('SNS topic: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SNSClient, PLACE));

  test('every page is listed', async () => {
    const topic = (name: string) => ({ TopicArn: `arn:aws:sns:eu-west-1:111122223333:${name}` });
    client
      .on(ListTopicsCommand, { NextToken: undefined })
      .resolves({ Topics: [topic('one')], NextToken: 'next' })
      .on(ListTopicsCommand, { NextToken: 'next' })
      .resolves({ Topics: [topic('two')] });
    expect(await listed(snsTopic, aws)).toEqual(['one', 'two']);
    client.restore();
  });
});
