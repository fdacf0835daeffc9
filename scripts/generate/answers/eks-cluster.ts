import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeCluster: { cluster: { status: 'ACTIVE', resourcesVpcConfig: {} } },
  ListClusters: { clusters: ['one'] },
};
