import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  type LogGroup as LogsGroup,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { type LogGroup, logGroup } from './kind.ts';

/**
 * A search by the beginning of a name is one over all groups, so a narrower resource is refused where IAM compares it.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
const permissions = { 'logs:DescribeLogGroups': '*' } as const;

export default defineReader(logGroup, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws) {
    const client = aws.client(CloudWatchLogsClient, ref);
    // AWS searches by the beginning of a name. The group itself is the first result.
    for await (const { logGroups } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: ref.id })) {
      const group = logGroups?.find(({ logGroupName }) => logGroupName === ref.id);
      if (group) return groupIn(group);
    }
    return GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(CloudWatchLogsClient, place)
      .send(new DescribeLogGroupsCommand({ limit: 50, nextToken: from }));
    return pageOfStates(found.logGroups, ({ logGroupName }) => logGroupName, groupIn, found.nextToken);
  },
});

function groupIn({ retentionInDays, logGroupClass, kmsKeyId, dataProtectionStatus }: LogsGroup): LogGroup {
  return {
    retention: retentionInDays ?? null,
    ...(logGroupClass ? { logGroupClass } : {}),
    kmsKey: kmsKeyId ?? null,
    masks: dataProtectionStatus === 'ACTIVATED',
  };
}
