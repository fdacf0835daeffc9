import {
  CloudWatchLogsClient,
  DescribeLogGroupsCommand,
  paginateDescribeLogGroups,
} from '@aws-sdk/client-cloudwatch-logs';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { logGroup } from './kind.ts';

const permissions = { 'logs:DescribeLogGroups': '*' } as const;

export default defineReader(logGroup, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws) {
    const client = aws.client(CloudWatchLogsClient, ref);
    // AWS searches by the beginning of a name. The group itself is the first result.
    for await (const { logGroups } of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: ref.id })) {
      const group = logGroups?.find(({ logGroupName }) => logGroupName === ref.id);
      if (!group) continue;
      const { retentionInDays: retention = null, logGroupClass } = group;
      return { retention, ...(logGroupClass ? { logGroupClass } : {}) };
    }
    return GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(CloudWatchLogsClient, place)
      .send(new DescribeLogGroupsCommand({ limit: 50, nextToken: from }));
    return page(
      (found.logGroups ?? []).map(({ logGroupName }) => logGroupName),
      found.nextToken,
    );
  },
});
