import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeRepositories: { repositories: [{ repositoryName: 'one', imageTagMutability: 'MUTABLE' }] },
  GetRepositoryPolicy: { policyText: '{}' },
  GetRegistryScanningConfiguration: {},
  BatchGetRepositoryScanningConfiguration: {},
};
