import { CreateClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import type { Aws } from '../../shared/aws/clients.ts';
import { putEndpoint, putLogTypes } from '../../shared/resources/eks-cluster/actions.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const CLOSED = { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] };
const OPEN = { endpointPublicAccess: true, endpointPrivateAccess: true, publicAccessCidrs: ['0.0.0.0/0'] };
const TYPES = ['api', 'audit', 'authenticator'] as const;
let count = 0;

async function make(aws: Aws): Promise<string> {
  count += 1;
  const name = `e2e-${count}`;
  await aws.client(EKSClient, PLACE).send(
    new CreateClusterCommand({
      name,
      roleArn: `arn:aws:iam::${PLACE.account}:role/cluster`,
      resourcesVpcConfig: { subnetIds: ['subnet-1'], endpointPublicAccess: false, endpointPrivateAccess: true },
      logging: { clusterLogging: [{ types: [...TYPES], enabled: true }] },
    }),
  );
  return name;
}

export const STORIES: readonly ActionStory[] = [
  story('eks.put-endpoint', 'eks-endpoint-public', 'eks-cluster', {
    make,
    drift: () => [putEndpoint({ before: CLOSED, after: OPEN })],
    event: ({ id }) => ['eks:UpdateClusterConfig', { name: id, resourcesVpcConfig: OPEN }],
  }),
  story('eks.put-log-types', 'eks-audit-logging-off', 'eks-cluster', {
    make,
    drift: () => [putLogTypes({ before: TYPES, after: ['api', 'authenticator'] })],
    event: ({ id }) => [
      'eks:UpdateClusterConfig',
      { name: id, logging: { clusterLogging: [{ types: ['audit'], enabled: false }] } },
    ],
  }),
];

const AT_ONCE = 'moto updates a cluster at once, so that no update is going on';
export const UNCALLED = { 'eks:ListUpdates': AT_ONCE, 'eks:DescribeUpdate': AT_ONCE };
