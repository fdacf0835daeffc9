import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putLogGroupKey, putRetention } from '../../../shared/resources/log-group/actions.ts';
import logGroup from '../../../shared/resources/log-group/reader.ts';
import rule from '../../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

/** Without a KMS key and a data protection policy. */
const PLAIN = { kmsKey: null, masks: false };

describeWithMoto('log groups in AWS', () => {
  const aws = motoAws();
  const logs = aws.client(CloudWatchLogsClient, PLACE);
  let count = 0;
  let ref = refOn(logGroup, '');

  beforeEach(async () => {
    count += 1;
    ref = refOn(logGroup, `/reader/${count}`);
    // Its namesakes: one is not the other.
    await logs.send(new CreateLogGroupCommand({ logGroupName: `${ref.id}/longer` }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: ref.id }));
  });

  test('the retention, put and changed and deleted', async () => {
    await expectConforming(logGroup, ref, putRetention({ before: null, after: 30 }), aws);
    await applyAction(ref, putRetention({ before: null, after: 30 }), aws);
    await expectConforming(logGroup, ref, putRetention({ before: 30, after: 365 }), aws);
  });

  test('a short retention is found and lengthened', async () => {
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: ref.id, retentionInDays: 7 }));
    await expectMended(rule, logGroup, ref, aws);
    expect(await logGroup.read(refOn(logGroup, `${ref.id}/longer`), aws)).toEqual({ retention: null, ...PLAIN });
  });

  test('a group that is deleted is gone, and listed no more', async () => {
    expect(await listed(logGroup, aws)).toContain(ref.id);
    await logs.send(new DeleteLogGroupCommand({ logGroupName: ref.id }));
    expect(await logGroup.read(ref, aws)).toBe(GONE);
    expect(await listed(logGroup, aws)).not.toContain(ref.id);
    await expect(applyAction(ref, putRetention({ before: 7, after: 365 }), aws)).rejects.toThrow('does not exist');
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(logGroup, ref, motoAws());
  });
});

describe('log groups (calls mocked: moto has no pages of them)', () => {
  const aws = createAws();
  const logs = mockClient(aws.client(CloudWatchLogsClient, PLACE));
  const ref = refOn(logGroup, 'orders');
  beforeEach(() => logs.reset());

  test('a group on a later page is not gone', async () => {
    logs
      .on(DescribeLogGroupsCommand, { nextToken: undefined })
      .resolves({ logGroups: [{ logGroupName: 'orders-old', retentionInDays: 1 }], nextToken: 'next' })
      .on(DescribeLogGroupsCommand, { nextToken: 'next' })
      .resolves({ logGroups: [{ logGroupName: 'orders', retentionInDays: 90 }] });
    expect(await logGroup.read(ref, aws)).toEqual({ retention: 90, ...PLAIN });
    expect(await listed(logGroup, aws)).toEqual(['orders-old', 'orders']);
  });

  test('the class of a group is read', async () => {
    const logGroupClass = 'INFREQUENT_ACCESS';
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: 'orders', logGroupClass }] });
    expect(await logGroup.read(ref, aws)).toEqual({ retention: null, logGroupClass, ...PLAIN });
  });

  test('a listing that fails midway is no listing', async () => {
    logs
      .on(DescribeLogGroupsCommand, { nextToken: undefined })
      .resolves({ logGroups: [{ logGroupName: 'orders-old' }], nextToken: 'next' })
      .on(DescribeLogGroupsCommand, { nextToken: 'next' })
      .rejects(awsError('ThrottlingException'));
    await expect(logGroup.read(ref, aws)).rejects.toThrow('ThrottlingException');
  });

  test('a key and a policy are read; the key is associated and taken away', async () => {
    const kmsKeyId = 'arn:aws:kms:eu-west-1:111122223333:key/1';
    logs
      .on(DescribeLogGroupsCommand)
      .resolves({ logGroups: [{ logGroupName: ref.id, kmsKeyId, dataProtectionStatus: 'ACTIVATED' }] });
    expect(await logGroup.read(ref, aws)).toEqual({ retention: null, kmsKey: kmsKeyId, masks: true });
    logs.on(AssociateKmsKeyCommand).resolves({});
    logs.on(DisassociateKmsKeyCommand).resolves({});
    const put = putLogGroupKey({ before: null, after: kmsKeyId });
    await applyAction(ref, put, aws);
    await applyAction(ref, putLogGroupKey.inverse(put.params), aws);
    const name = { logGroupName: ref.id };
    expect(logs.commandCalls(AssociateKmsKeyCommand)[0]?.args[0].input).toEqual({ ...name, kmsKeyId });
    expect(logs.commandCalls(DisassociateKmsKeyCommand)[0]?.args[0].input).toEqual(name);
  });
});
