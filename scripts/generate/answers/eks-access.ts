import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeCluster: { cluster: { accessConfig: { authenticationMode: 'API' } } },
  ListAccessEntries: { accessEntries: ['arn:aws:iam::111122223333:role/one'] },
  ListAssociatedAccessPolicies: {},
  ListClusters: { clusters: ['one'] },
};
