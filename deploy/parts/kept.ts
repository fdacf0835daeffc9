import { TABLE } from '../../shared/store/table.ts';
import type { Resources } from '../cloudformation.ts';
import { ref } from '../cloudformation.ts';
import { heartbeatLogGroup } from '../functions.ts';
import { topicName } from '../names.ts';
import { type Params, prefixOf } from '../params.ts';

/** What holds data: the table, the topic, the bus and the log group that the heartbeat changes. */
export function kept(params: Params): Resources {
  const { kmsKey, alertEmail } = params;
  return {
    FindingsTable: {
      Type: 'AWS::DynamoDB::Table',
      // Findings, exemptions and before-images outlive the deployment. It has no name of its own: a later one must not collide.
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        ...TABLE,
        ...(kmsKey ? { SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKey } } : {}),
      },
    },
    // Without a key SNS encrypts what it stores by itself. AWS's own KMS key for SNS would keep alarms out:
    // https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
    Topic: {
      Type: 'AWS::SNS::Topic',
      Properties: { TopicName: topicName(params), ...(kmsKey ? { KmsMasterKeyId: kmsKey } : {}) },
    },
    ...(alertEmail
      ? {
          AlertEmail: {
            Type: 'AWS::SNS::Subscription',
            Properties: { TopicArn: ref('Topic'), Protocol: 'email', Endpoint: alertEmail },
          },
        }
      : {}),
    Bus: {
      Type: 'AWS::Events::EventBus',
      Properties: {
        Name: prefixOf(params),
        Description: 'What Plumbline finds and does; see docs/events.md.',
        ...(kmsKey ? { KmsKeyIdentifier: kmsKey } : {}),
      },
    },
    HeartbeatLogGroup: {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: heartbeatLogGroup(params),
        RetentionInDays: 1,
        ...(kmsKey ? { KmsKeyId: kmsKey } : {}),
      },
    },
  };
}

/** The functions' log groups, which the framework makes, with the customer's key. */
export function logGroups(params: Params, functions: readonly string[]): Readonly<Record<string, unknown>> {
  if (!params.kmsKey) return {};
  return Object.fromEntries(functions.map((name) => [`${name}LogGroup`, { Properties: { KmsKeyId: params.kmsKey } }]));
}
