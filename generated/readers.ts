// Written by `npm run generate`. Do not edit.
import type { AnyReader } from '../shared/aws/reader.ts';

/** How to read each kind. */
export const readers: Readonly<Record<string, () => Promise<{ readonly default: AnyReader }>>> = {
  'acm-certificate': () => import('../shared/resources/acm-certificate/reader.ts'),
  'ami': () => import('../shared/resources/ami/reader.ts'),
  'client-vpn-endpoint': () => import('../shared/resources/client-vpn-endpoint/reader.ts'),
  'cloudtrail-trail': () => import('../shared/resources/cloudtrail-trail/reader.ts'),
  'dynamodb-table': () => import('../shared/resources/dynamodb-table/reader.ts'),
  'ebs-account-defaults': () => import('../shared/resources/ebs-account-defaults/reader.ts'),
  'ebs-snapshot': () => import('../shared/resources/ebs-snapshot/reader.ts'),
  'ebs-volume': () => import('../shared/resources/ebs-volume/reader.ts'),
  'ecs-task-definition': () => import('../shared/resources/ecs-task-definition/reader.ts'),
  'iam-account': () => import('../shared/resources/iam-account/reader.ts'),
  'iam-entity': () => import('../shared/resources/iam-entity/reader.ts'),
  'kinesis-stream': () => import('../shared/resources/kinesis-stream/reader.ts'),
  'kms-key': () => import('../shared/resources/kms-key/reader.ts'),
  'lambda-function': () => import('../shared/resources/lambda-function/reader.ts'),
  'log-group': () => import('../shared/resources/log-group/reader.ts'),
  'own-component': () => import('../shared/resources/own-component/reader.ts'),
  'prefix-list': () => import('../shared/resources/prefix-list/reader.ts'),
  'rds-database': () => import('../shared/resources/rds-database/reader.ts'),
  'rds-snapshot': () => import('../shared/resources/rds-snapshot/reader.ts'),
  'route-table': () => import('../shared/resources/route-table/reader.ts'),
  's3-account': () => import('../shared/resources/s3-account/reader.ts'),
  's3-bucket': () => import('../shared/resources/s3-bucket/reader.ts'),
  'security-group': () => import('../shared/resources/security-group/reader.ts'),
  'snapshot-block-public-access': () => import('../shared/resources/snapshot-block-public-access/reader.ts'),
  'sns-topic': () => import('../shared/resources/sns-topic/reader.ts'),
  'sqs-queue': () => import('../shared/resources/sqs-queue/reader.ts'),
  'subnet': () => import('../shared/resources/subnet/reader.ts'),
  'vpc': () => import('../shared/resources/vpc/reader.ts'),
};
