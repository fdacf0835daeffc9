import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putRetention } from '../../../shared/resources/log-group/actions.ts';
import logGroup from '../../../shared/resources/log-group/reader.ts';
import rule from '../../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

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
    expect(await logGroup.read(refOn(logGroup, `${ref.id}/longer`), aws)).toEqual({ retention: null });
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
    expect(await logGroup.read(ref, aws)).toEqual({ retention: 90 });
    expect(await listed(logGroup, aws)).toEqual(['orders-old', 'orders']);
  });

  test('the class of a group is read', async () => {
    const logGroupClass = 'INFREQUENT_ACCESS';
    logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: 'orders', logGroupClass }] });
    expect(await logGroup.read(ref, aws)).toEqual({ retention: null, logGroupClass });
  });

  test('a listing that fails midway is no listing', async () => {
    logs
      .on(DescribeLogGroupsCommand, { nextToken: undefined })
      .resolves({ logGroups: [{ logGroupName: 'orders-old' }], nextToken: 'next' })
      .on(DescribeLogGroupsCommand, { nextToken: 'next' })
      .rejects(awsError('ThrottlingException'));
    await expect(logGroup.read(ref, aws)).rejects.toThrow('ThrottlingException');
  });
});
