import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';

export const heartbeatPermissions: Permissions = {
  'logs:PutRetentionPolicy': 'logs:{region}:{account}:log-group:{heartbeat}:*',
};

/** The template's own value, so that nothing changes. */
const DAYS = 1;

/**
 * Calls AWS without changing anything. CloudTrail records the call, and it takes the same way as a change. An alarm
 * reports where it does not arrive.
 */
export async function sendHeartbeat(logGroup: string, aws: Aws, region: string): Promise<void> {
  const { CloudWatchLogsClient, PutRetentionPolicyCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  await aws
    .client(CloudWatchLogsClient, { region })
    .send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: DAYS }));
}
