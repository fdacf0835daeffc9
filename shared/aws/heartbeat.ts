import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';

export const heartbeatPermissions: Permissions = {
  'logs:PutRetentionPolicy': 'logs:{region}:{account}:log-group:{heartbeat}:*',
};

/** As the template sets it, so that nothing changes. */
const DAYS = 1;

/**
 * Makes a change that changes nothing: CloudTrail records it, and it travels the whole way that a
 * change travels. What does not arrive raises an alarm.
 */
export async function sendHeartbeat(logGroup: string, aws: Aws, region: string): Promise<void> {
  const { CloudWatchLogsClient, PutRetentionPolicyCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  await aws
    .client(CloudWatchLogsClient, { region })
    .send(new PutRetentionPolicyCommand({ logGroupName: logGroup, retentionInDays: DAYS }));
}
