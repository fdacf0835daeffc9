import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeSecret: { VersionIdsToStages: { one: ['AWSCURRENT'] } },
  GetResourcePolicy: {},
  ListSecrets: { SecretList: [{ ARN: 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:one-a1b2c3' }] },
};
