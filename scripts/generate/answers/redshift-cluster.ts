import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  'Redshift DescribeClusters': { Clusters: [{ ClusterIdentifier: 'one' }] },
  DescribeLoggingStatus: { LoggingEnabled: false },
};
