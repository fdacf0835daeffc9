// Written by `npm run generate`. Do not edit.
import type { AnyEffect } from '../shared/aws/effect.ts';

/** What each kind's actions do. */
export const effects: Readonly<Record<string, () => Promise<{ readonly default: readonly AnyEffect[] }>>> = {
  'ami': () => import('../shared/resources/ami/effects.ts'),
  'client-vpn-endpoint': () => import('../shared/resources/client-vpn-endpoint/effects.ts'),
  'cloudtrail-trail': () => import('../shared/resources/cloudtrail-trail/effects.ts'),
  'dynamodb-table': () => import('../shared/resources/dynamodb-table/effects.ts'),
  'ebs-account-defaults': () => import('../shared/resources/ebs-account-defaults/effects.ts'),
  'ebs-snapshot': () => import('../shared/resources/ebs-snapshot/effects.ts'),
  'elb-listener': () => import('../shared/resources/elb-listener/effects.ts'),
  'elb-load-balancer': () => import('../shared/resources/elb-load-balancer/effects.ts'),
  'iam-account': () => import('../shared/resources/iam-account/effects.ts'),
  'iam-entity': () => import('../shared/resources/iam-entity/effects.ts'),
  'iam-user-credentials': () => import('../shared/resources/iam-user-credentials/effects.ts'),
  'kinesis-stream': () => import('../shared/resources/kinesis-stream/effects.ts'),
  'kms-key': () => import('../shared/resources/kms-key/effects.ts'),
  'lambda-function': () => import('../shared/resources/lambda-function/effects.ts'),
  'log-group': () => import('../shared/resources/log-group/effects.ts'),
  'own-component': () => import('../shared/resources/own-component/effects.ts'),
  'rds-database': () => import('../shared/resources/rds-database/effects.ts'),
  'rds-snapshot': () => import('../shared/resources/rds-snapshot/effects.ts'),
  'route-table': () => import('../shared/resources/route-table/effects.ts'),
  's3-account': () => import('../shared/resources/s3-account/effects.ts'),
  's3-bucket': () => import('../shared/resources/s3-bucket/effects.ts'),
  'security-group': () => import('../shared/resources/security-group/effects.ts'),
  'sns-topic': () => import('../shared/resources/sns-topic/effects.ts'),
  'sqs-queue': () => import('../shared/resources/sqs-queue/effects.ts'),
  'subnet': () => import('../shared/resources/subnet/effects.ts'),
  'vpc': () => import('../shared/resources/vpc/effects.ts'),
};
