// Written by `npm run generate`. Do not edit.
import type { AnyEffect } from '../shared/aws/effect.ts';

/** What each kind's actions do. */
export const effects: Readonly<Record<string, () => Promise<{ readonly default: readonly AnyEffect[] }>>> = {
  'lambda-function': () => import('../shared/aws/effects/lambda-function.ts'),
  's3-bucket': () => import('../shared/aws/effects/s3-bucket.ts'),
  'security-group': () => import('../shared/aws/effects/security-group.ts'),
};
