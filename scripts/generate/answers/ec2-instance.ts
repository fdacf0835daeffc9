import type { Answers } from '../call-answers.ts';

const OF_ACCOUNT = { IpOwnerId: '111122223333' };

export const ANSWERS: Answers = {
  DescribeInstances: {
    Reservations: [
      {
        Instances: [
          {
            InstanceId: 'i-1',
            ImageId: 'ami-1',
            NetworkInterfaces: [{ NetworkInterfaceId: 'eni-1', Association: OF_ACCOUNT }],
          },
        ],
      },
    ],
  },
  DescribeInstanceAttribute: { InstanceId: 'i-1' },
  DescribeAddresses: { Addresses: [] },
};
