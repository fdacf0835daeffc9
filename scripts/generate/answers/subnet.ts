import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = { DescribeSubnets: { Subnets: [{ SubnetId: 'subnet-1' }] } };
