import {
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { effectOf } from '../../aws/effect.ts';
import { putRetention } from './actions.ts';

const GROUPS = 'logs:{region}:{account}:log-group:*';

export default [
  effectOf(putRetention, {
    permissions: { 'logs:PutRetentionPolicy': GROUPS, 'logs:DeleteRetentionPolicy': GROUPS },
    async apply(ref, { after }, aws) {
      const logs = aws.client(CloudWatchLogsClient, ref);
      const logGroupName = ref.id;
      if (after === null) await logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
      else await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays: after }));
    },
  }),
];
