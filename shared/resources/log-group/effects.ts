import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { effectOf } from '../../aws/effect.ts';
import { putLogGroupKey, putRetention } from './actions.ts';

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
  effectOf(putLogGroupKey, {
    permissions: { 'logs:AssociateKmsKey': GROUPS, 'logs:DisassociateKmsKey': GROUPS },
    refusals: {
      InvalidParameterException:
        'CloudWatch Logs cannot use the KMS key: it is gone or disabled, or its policy does not let it.',
      ResourceNotFoundException: 'The log group no longer exists.',
    },
    async apply(ref, { after }, aws) {
      const logs = aws.client(CloudWatchLogsClient, ref);
      const logGroupName = ref.id;
      if (after === null) await logs.send(new DisassociateKmsKeyCommand({ logGroupName }));
      else await logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: after }));
    },
  }),
];
