import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  ListQueuesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putQueuePolicy } from '../../../shared/resources/sqs-queue/actions.ts';
import sqsQueue from '../../../shared/resources/sqs-queue/reader.ts';
import rule from '../../../shared/rules/sqs/sqs-queue-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';
import { allowing, policyDocument } from '../../support/policy-cases.ts';

describeWithMoto('SQS queue: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(SQSClient, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const QueueName = `reader-${count}`;
    await client.send(new CreateQueueCommand({ QueueName }));
    return QueueName;
  }

  test('a new one has no policy; one is put, and removed', async () => {
    const ref = refOn(sqsQueue, await make());
    expect(await sqsQueue.read(ref, aws)).toEqual({ policy: null });
    const after = policyDocument(allowing('Partner', 'arn:aws:iam::444455556666:root', 'sqs:SendMessage'));
    await expectConforming(sqsQueue, ref, putQueuePolicy({ before: null, after }), aws);
  });

  test('a queue for anyone is found and mended', async () => {
    const ref = refOn(sqsQueue, await make());
    const after = policyDocument(allowing('Anyone', '*', 'sqs:SendMessage'));
    await applyAction(ref, putQueuePolicy({ before: null, after }), aws);
    await expectMended(rule, sqsQueue, ref, aws);
    expect(await sqsQueue.read(ref, aws)).toEqual({ policy: null });
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(sqsQueue, await make());
    expect(await listed(sqsQueue, aws)).toContain(ref.id);
    const { QueueUrl } = await client.send(new GetQueueUrlCommand({ QueueName: ref.id }));
    await client.send(new DeleteQueueCommand({ QueueUrl }));
    expect(await sqsQueue.read(ref, aws)).toBe(GONE);
    expect(await listed(sqsQueue, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(sqsQueue, refOn(sqsQueue, await make()), motoAws());
  });
});

describe('SQS queue: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(SQSClient, PLACE));

  test('every page is listed', async () => {
    const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/111122223333/${name}`;
    client
      .on(ListQueuesCommand, { NextToken: undefined })
      .resolves({ QueueUrls: [url('one')], NextToken: 'next' })
      .on(ListQueuesCommand, { NextToken: 'next' })
      .resolves({ QueueUrls: [url('two')] });
    expect(await listed(sqsQueue, aws)).toEqual(['one', 'two']);
    client.restore();
  });
});
