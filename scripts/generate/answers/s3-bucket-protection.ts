import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  GetBucketVersioning: {},
  GetBucketLifecycleConfiguration: {},
  GetObjectLockConfiguration: {},
  GetBucketLogging: {},
};
