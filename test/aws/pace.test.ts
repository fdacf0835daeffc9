import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { WAFV2Client } from '@aws-sdk/client-wafv2';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { paceOf, QUOTAS, quotaOf } from '../../shared/aws/pace.ts';

beforeEach(() => void vi.useFakeTimers({ now: 0 }));
afterEach(() => void vi.useRealTimers());

const wait = (time: number) => new Promise((resolve) => setTimeout(resolve, time));

/** When each of some calls may be made, in milliseconds, with all asked for at once. */
async function timesOf(
  share: number,
  calls: readonly (readonly [service: string, command: string, region?: string])[],
) {
  const pace = paceOf(share, wait);
  const times: number[] = [];
  const all = calls.map(async ([service, command, region = 'eu-west-1'], index) => {
    await pace({ service, command, region });
    times[index] = Date.now();
  });
  await vi.runAllTimersAsync();
  await Promise.all(all);
  return times;
}

describe('the calls of one process', () => {
  test('are spaced evenly at its share of the quota, and never come as a burst', async () => {
    const calls = Array.from({ length: 5 }, () => ['EC2', 'DescribeSnapshotAttribute'] as const);
    expect(await timesOf(1 / 4, calls)).toEqual([0, 200, 400, 600, 800]);
  });

  test('of different APIs do not wait for each other, unless they share a quota', async () => {
    expect(
      await timesOf(1 / 4, [
        ['EC2', 'DescribeImageAttribute'],
        ['EC2', 'DescribeSnapshotAttribute'],
        ['EC2', 'DescribeSnapshotAttribute', 'us-east-1'],
      ]),
    ).toEqual([0, 0, 0]);
    const [first, second, policy] = await timesOf(1, [
      ['Lambda', 'ListAliases'],
      ['Lambda', 'ListVersionsByFunction'],
      ['Lambda', 'GetPolicy'],
    ]);
    expect([first, policy]).toEqual([0, 0]);
    expect(second).toBeCloseTo(1000 / 15, -1);
  });

  test('after a pause, none is made up for', async () => {
    const pace = paceOf(1 / 4, wait);
    const call = { service: 'EC2', command: 'DescribeSnapshotAttribute', region: 'eu-west-1' };
    await pace(call);
    vi.setSystemTime(60_000);
    await pace(call);
    const third = pace(call).then(() => Date.now());
    await vi.runAllTimersAsync();
    expect(await third).toBe(60_200);
  });
});

test('two processes, each at a quarter, use half of what AWS documents', () => {
  const { perSecond } = quotaOf({ service: 'EC2', command: 'DescribeSnapshotAttribute', region: 'eu-west-1' });
  expect(perSecond).toBe(20);
  expect(QUOTAS['Lambda']?.map((quota) => quota.perSecond)).toEqual([15, 100, 15]);
  expect(quotaOf({ service: 'CloudWatchLogs', command: 'DescribeLogGroups', region: 'x' }).perSecond).toBe(10);
});

/** The names are those of the clients, or a quota would be of no call. */
test('every service with a quota of its own is named as its client names it', () => {
  const clients = [
    APIGatewayClient,
    ApiGatewayV2Client,
    CloudTrailClient,
    CloudWatchClient,
    CloudWatchLogsClient,
    EC2Client,
    KinesisClient,
    KMSClient,
    LambdaClient,
    SecretsManagerClient,
    WAFV2Client,
  ];
  const names = clients.map(({ name }) => name.replace(/Client$/, ''));
  expect(Object.keys(QUOTAS).sort()).toEqual(names.sort());
});

test.each([
  ['both generations of API Gateway', 'API Gateway eu-west-1', 10, ['APIGateway GetRestApis', 'ApiGatewayV2 GetApis']],
  ['the calls for policies of secrets', 'Secrets Manager policies eu-west-1', 50, ['SecretsManager GetResourcePolicy']],
  ['the resources of an API', 'APIGateway GetResources eu-west-1', 2.5, ['APIGateway GetResources']],
  ['alarms', 'CloudWatch DescribeAlarms eu-west-1', 9, ['CloudWatch DescribeAlarms']],
  ['streams', 'Kinesis ListStreams eu-west-1', 5, ['Kinesis ListStreams']],
  ['web ACLs', 'WAFV2 GetWebACL eu-west-1', 5, ['WAFV2 GetWebACL']],
  ['a command that no quota names', 'Kinesis DescribeStream eu-west-1', 10, ['Kinesis DescribeStream']],
  ['a service without documented quotas', 'GuardDuty GetDetector eu-west-1', 10, ['GuardDuty GetDetector']],
])('%s: the quota is what AWS documents, or is assumed', (_, key, perSecond, calls) => {
  for (const call of calls) {
    const [service = '', command = ''] = call.split(' ');
    expect(quotaOf({ service, command, region: 'eu-west-1' })).toEqual({ key, perSecond });
  }
});
