import type { Answers } from '../call-answers.ts';

export const ANSWERS: Answers = {
  DescribeInstances: { Reservations: [{ Instances: [{ InstanceId: 'i-1', ImageId: 'ami-1' }] }] },
  DescribeInstanceAttribute: { InstanceId: 'i-1' },
};
