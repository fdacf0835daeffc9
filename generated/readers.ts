// Written by `npm run generate`. Do not edit.
import type { AnyReader } from '../shared/aws/reader.ts';

/** How to read each kind. */
export const readers: Readonly<Record<string, () => Promise<{ readonly default: AnyReader }>>> = {
  'acm-certificate': () => import('../shared/aws/readers/acm-certificate.ts'),
  'ami': () => import('../shared/aws/readers/ami.ts'),
  'client-vpn-endpoint': () => import('../shared/aws/readers/client-vpn-endpoint.ts'),
  'cloudtrail-trail': () => import('../shared/aws/readers/cloudtrail-trail.ts'),
  'ebs-account-defaults': () => import('../shared/aws/readers/ebs-account-defaults.ts'),
  'ebs-snapshot': () => import('../shared/aws/readers/ebs-snapshot.ts'),
  'ebs-volume': () => import('../shared/aws/readers/ebs-volume.ts'),
  'ecs-task-definition': () => import('../shared/aws/readers/ecs-task-definition.ts'),
  'iam-account': () => import('../shared/aws/readers/iam-account.ts'),
  'iam-entity': () => import('../shared/aws/readers/iam-entity.ts'),
  'kms-key': () => import('../shared/aws/readers/kms-key.ts'),
  'lambda-function': () => import('../shared/aws/readers/lambda-function.ts'),
  'log-group': () => import('../shared/aws/readers/log-group.ts'),
  'monitor-part': () => import('../shared/aws/readers/monitor-part.ts'),
  'rds-database': () => import('../shared/aws/readers/rds-database.ts'),
  'rds-snapshot': () => import('../shared/aws/readers/rds-snapshot.ts'),
  'route-table': () => import('../shared/aws/readers/route-table.ts'),
  's3-account': () => import('../shared/aws/readers/s3-account.ts'),
  's3-bucket': () => import('../shared/aws/readers/s3-bucket.ts'),
  'security-group': () => import('../shared/aws/readers/security-group.ts'),
  'vpc': () => import('../shared/aws/readers/vpc.ts'),
};
