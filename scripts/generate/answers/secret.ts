import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeSecret: { RotationEnabled: false },
  GetResourcePolicy: {},
  ListSecrets: { SecretList: [{ Name: 'one' }] },
};
