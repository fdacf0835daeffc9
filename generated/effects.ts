// Written by `npm run generate`. Do not edit.
import type { AnyEffect } from '../shared/aws/effect.ts';

/** What each kind's actions do. */
export const effects: Readonly<Record<string, () => Promise<{ readonly default: readonly AnyEffect[] }>>> = {
  'ami': () => import('../shared/aws/effects/ami.ts'),
  'client-vpn-endpoint': () => import('../shared/aws/effects/client-vpn-endpoint.ts'),
  'cloudtrail-trail': () => import('../shared/aws/effects/cloudtrail-trail.ts'),
  'ebs-account-defaults': () => import('../shared/aws/effects/ebs-account-defaults.ts'),
  'ebs-snapshot': () => import('../shared/aws/effects/ebs-snapshot.ts'),
  'iam-account': () => import('../shared/aws/effects/iam-account.ts'),
  'iam-entity': () => import('../shared/aws/effects/iam-entity.ts'),
  'kms-key': () => import('../shared/aws/effects/kms-key.ts'),
  'lambda-function': () => import('../shared/aws/effects/lambda-function.ts'),
  'log-group': () => import('../shared/aws/effects/log-group.ts'),
  'monitor-part': () => import('../shared/aws/effects/monitor-part.ts'),
  'rds-database': () => import('../shared/aws/effects/rds-database.ts'),
  'rds-snapshot': () => import('../shared/aws/effects/rds-snapshot.ts'),
  'route-table': () => import('../shared/aws/effects/route-table.ts'),
  's3-account': () => import('../shared/aws/effects/s3-account.ts'),
  's3-bucket': () => import('../shared/aws/effects/s3-bucket.ts'),
  'security-group': () => import('../shared/aws/effects/security-group.ts'),
  'vpc': () => import('../shared/aws/effects/vpc.ts'),
};
