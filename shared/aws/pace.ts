import { setTimeout as sleep } from 'node:timers/promises';

/** One attempt of a call, as the SDK names it: `EC2`, `DescribeSnapshotAttribute`. */
export interface PacedCall {
  readonly service: string;
  readonly command: string;
  readonly region: string;
}

/** Requests a second that AWS allows an account in a region. */
interface Quota {
  /** The commands that share it; left out: each command of the service has it for itself. */
  readonly of?: RegExp;
  /** What shares it, also with commands of another client. */
  readonly together?: string;
  readonly perSecond: number;
}

/** Of all that manages APIs, old and new. */
const API_GATEWAY: Quota = { together: 'API Gateway', perSecond: 10 };

/**
 * The quotas that AWS documents, by service; the first that fits holds.
 * @see https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-throttling.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html#api-requests
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 * @see https://docs.aws.amazon.com/kinesis/latest/APIReference/API_ListStreams.html
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/limits.html
 */
export const QUOTAS: Readonly<Record<string, readonly Quota[]>> = {
  // The rate at which the bucket of a call that changes nothing fills again.
  EC2: [{ perSecond: 20 }],
  Lambda: [
    { of: /^GetPolicy$/, perSecond: 15 },
    { of: /^GetFunction$/, perSecond: 100 },
    { of: /./, together: 'Lambda', perSecond: 15 },
  ],
  CloudWatchLogs: [{ perSecond: 10 }],
  CloudTrail: [{ perSecond: 10 }],
  KMS: [{ perSecond: 500 }],
  APIGateway: [{ of: /^GetResources$/, perSecond: 2.5 }, API_GATEWAY],
  ApiGatewayV2: [API_GATEWAY],
  CloudWatch: [
    { of: /^DescribeAlarms$/, perSecond: 9 },
    { of: /^DescribeAlarm/, perSecond: 3 },
  ],
  Kinesis: [{ of: /^(?:ListStreams|DescribeAccountSettings)$/, perSecond: 5 }],
  SecretsManager: [
    { of: /^ListSecrets$/, perSecond: 100 },
    { of: /^DescribeSecret$/, perSecond: 10_000 },
    { of: /ResourcePolicy$/, together: 'Secrets Manager policies', perSecond: 50 },
  ],
  WAFV2: [
    { of: /^(?:GetWebACLForResource|ListResourcesForWebACL)$/, perSecond: 1 },
    { of: /./, perSecond: 5 },
  ],
};

/** Assumed for services whose quotas AWS does not document, and for commands of the others that no quota names. */
const UNDOCUMENTED: Quota = { perSecond: 10 };

/** The quota of a call, and the name of what shares it. */
export function quotaOf({ service, command, region }: PacedCall): { readonly key: string; readonly perSecond: number } {
  const quota = QUOTAS[service]?.find(({ of }) => of === undefined || of.test(command)) ?? UNDOCUMENTED;
  return { key: `${quota.together ?? `${service} ${command}`} ${region}`, perSecond: quota.perSecond };
}

/**
 * Of each quota, for one process of a sweep: two run at once, and together use at most half, also in ten seconds that
 * begin and end with a call.
 */
export const SWEEP_SHARE = 0.24;

/** Waits until a call may be made. */
export type Pace = (call: PacedCall) => Promise<void>;

/**
 * Spaces the calls of one process evenly, so that together they use a share of each quota and never a burst of it.
 * @param share Of this process: 0.25 for a quarter.
 * @param wait Waits for some milliseconds.
 */
export function paceOf(share: number, wait: (time: number) => Promise<unknown> = sleep): Pace {
  const free = new Map<string, number>();
  return async (call) => {
    const { key, perSecond } = quotaOf(call);
    const now = Date.now();
    const at = Math.max(now, free.get(key) ?? 0);
    free.set(key, at + 1000 / (perSecond * share));
    if (at > now) await wait(at - now);
  };
}
