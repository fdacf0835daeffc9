import type { Aws } from '../../shared/aws/clients.ts';
import { quotaOf } from '../../shared/aws/pace.ts';
import { answered } from '../../test/support/answered.ts';
import { ACCOUNT, REGION } from '../../test/support/events.ts';

/** Numbers of resources in the simulated account. */
export interface Size {
  readonly snapshots: number;
  readonly functions: number;
  readonly versions: number;
  readonly logGroups: number;
  readonly buckets: number;
}

/** What was asked of AWS, by service and command. */
export interface Usage {
  calls: number;
  throttled: number;
  /** The most calls in any ten seconds, as a part of the quota. */
  busiest: number;
}

type Input = Readonly<Record<string, unknown>>;

/** Milliseconds from a call to its answer. */
const ROUND_TRIP = 25;
/** EC2's buckets hold five seconds of their rate; for the others one second is assumed, which is the strictest. */
const BURST: Readonly<Record<string, number>> = { EC2: 5 };
/** Where AWS documents no quota, nothing is throttled; the share is counted against the assumed one. */
const DOCUMENTED = new Set(['EC2', 'Lambda', 'CloudWatchLogs', 'CloudTrail', 'KMS']);
const WINDOW = 10_000;

const ERRORS: Readonly<Record<string, string>> = {
  EC2: 'RequestLimitExceeded',
  Lambda: 'TooManyRequestsException',
};

/** An account of this size that answers with AWS's documented quotas. */
export function createAccount(size: Size, now: () => number) {
  const tokens = new Map<string, { left: number; at: number }>();
  const usage = new Map<string, Usage>();
  const recent = new Map<string, number[]>();
  let isFree = true;

  /** Takes a token of the quota; whether there was one. */
  function take(service: string, command: string): boolean {
    const { key, perSecond } = quotaOf({ service, command, region: REGION });
    const most = perSecond * (BURST[service] ?? 1);
    const bucket = tokens.get(key) ?? { left: most, at: now() };
    const left = Math.min(most, bucket.left + ((now() - bucket.at) / 1000) * perSecond);
    const isThere = left >= 1 || !DOCUMENTED.has(service);
    tokens.set(key, { left: isThere ? left - 1 : left, at: now() });
    const times = [...(recent.get(key) ?? []), now()].filter((time) => time > now() - WINDOW);
    recent.set(key, times);
    const used = usage.get(`${service} ${command}`) ?? { calls: 0, throttled: 0, busiest: 0 };
    used.calls += 1;
    if (!isThere) used.throttled += 1;
    used.busiest = Math.max(used.busiest, times.length / (perSecond * (WINDOW / 1000)));
    usage.set(`${service} ${command}`, used);
    return isThere;
  }

  async function answer(service: string, command: string, input: Input): Promise<object> {
    if (isFree) return answerOf(command, input, size);
    await new Promise((resolve) => setTimeout(resolve, ROUND_TRIP));
    if (take(service, command)) return answerOf(command, input, size);
    const name = ERRORS[service] ?? 'ThrottlingException';
    throw Object.assign(new Error('Rate exceeded'), { name, $metadata: { httpStatusCode: 400 } });
  }

  return {
    usage,
    /** Calls before are free and take no time. */
    start: () => {
      isFree = false;
    },
    forget: () => usage.clear(),
    /** The same clients, whose attempts this account answers. */
    connected: (aws: Aws) => answered(aws, answer),
  };
}

const ON = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const name = (kind: string, index: number) => `${kind}-${String(index).padStart(6, '0')}`;

/** The ids of one page, and the token of the next. */
function page(kind: string, all: number, most: number, from: unknown): { ids: string[]; next: string | undefined } {
  const first = Number(from ?? 0);
  const ids = Array.from({ length: Math.max(0, Math.min(most, all - first)) }, (_, index) => name(kind, first + index));
  return { ids, next: first + most < all ? String(first + most) : undefined };
}

function answerOf(command: string, input: Input, size: Size): object {
  switch (command) {
    case 'DescribeSnapshots': {
      const { ids, next } = page('snap', size.snapshots, 1000, input['NextToken']);
      return { Snapshots: ids.map((SnapshotId) => ({ SnapshotId })), NextToken: next };
    }
    case 'DescribeSnapshotAttribute':
      return { CreateVolumePermissions: [] };
    case 'GetSnapshotBlockPublicAccessState':
      return { State: 'block-all-sharing' };
    case 'ListFunctions': {
      const { ids, next } = page('function', size.functions, 50, input['Marker']);
      return { Functions: ids.map((FunctionName) => ({ FunctionName })), NextMarker: next };
    }
    case 'GetFunctionConfiguration':
      return { FunctionName: input['FunctionName'], Environment: { Variables: {} } };
    case 'ListAliases':
      return { Aliases: [] };
    case 'ListVersionsByFunction':
      return {
        Versions: ['$LATEST', '1', '2', '3', '4', '5', '6', '7', '8', '9']
          .slice(0, size.versions + 1)
          .map((Version) => ({ Version })),
      };
    case 'GetPolicy':
      throw Object.assign(new Error('none'), { name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
    case 'DescribeLogGroups': {
      const prefix = input['logGroupNamePrefix'];
      if (typeof prefix === 'string') return { logGroups: [{ logGroupName: prefix, retentionInDays: 365 }] };
      const { ids, next } = page('group', size.logGroups, 50, input['nextToken']);
      return { logGroups: ids.map((logGroupName) => ({ logGroupName, retentionInDays: 365 })), nextToken: next };
    }
    case 'ListBuckets': {
      const { ids, next } = page('bucket', size.buckets, 1000, input['ContinuationToken']);
      return { Buckets: ids.map((Name) => ({ Name, BucketRegion: REGION })), ContinuationToken: next };
    }
    case 'GetBucketAcl':
      return { Owner: { ID: ACCOUNT }, Grants: [] };
    case 'GetBucketPolicy':
      return { Policy: POLICY(String(input['Bucket'])) };
    case 'GetPublicAccessBlock':
      return { PublicAccessBlockConfiguration: ON };
    case 'GetBucketEncryption':
      return {};
    case 'ListTrails':
      return { Trails: [] };
    case 'DescribeOrganization':
      throw Object.assign(new Error('none'), {
        name: 'AWSOrganizationsNotInUseException',
        $metadata: { httpStatusCode: 400 },
      });
    case 'GetResources':
      return { ResourceTagMappingList: [] };
    case 'DescribeTags':
      return { Tags: [] };
    default:
      throw new Error(`bench/sweep/account.ts: nothing answers ${command}.`);
  }
}

/** TLS is required, as the rule on it wants. */
function POLICY(bucket: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  });
}
