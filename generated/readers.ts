// Written by `npm run generate`. Do not edit.
import type { AnyReader } from '../shared/aws/reader.ts';

/** How to read each kind. */
export const readers: Readonly<Record<string, () => Promise<{ readonly default: AnyReader }>>> = {
  'lambda-function': () => import('../shared/aws/readers/lambda-function.ts'),
  's3-bucket': () => import('../shared/aws/readers/s3-bucket.ts'),
  'security-group': () => import('../shared/aws/readers/security-group.ts'),
};
