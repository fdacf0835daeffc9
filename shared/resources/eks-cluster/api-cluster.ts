import {
  type Cluster,
  DescribeClusterCommand,
  DescribeUpdateCommand,
  type EKSClient,
  paginateListUpdates,
} from '@aws-sdk/client-eks';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import type { TagsByKey } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { endpointIn, logTypesIn, updatedBy } from './config.ts';
import type { EksCluster } from './kind.ts';

const CLUSTERS = 'eks:{region}:{account}:cluster/*';

export const CLUSTER_READS = {
  'eks:DescribeCluster': CLUSTERS,
  'eks:ListUpdates': CLUSTERS,
  'eks:DescribeUpdate': CLUSTERS,
} as const;

/** The state of a cluster. During an update AWS still shows the earlier values, so those of the update are taken. */
export async function readCluster(
  client: EKSClient,
  name: string,
  onTags?: (tags: TagsByKey) => void,
): Promise<EksCluster | Gone> {
  const found = await absentOn('ResourceNotFoundException', () => client.send(new DescribeClusterCommand({ name })));
  const cluster = found?.cluster;
  if (!cluster) return GONE;
  onTags?.(cluster.tags ?? {});
  const state = stateOf(cluster);
  if (cluster.status !== 'UPDATING') return state;
  const params = await Promise.all((await updateIds(client, name)).map((updateId) => paramsOf(client, name, updateId)));
  return updatedBy(state, params.flat());
}

function stateOf({ resourcesVpcConfig, logging }: Cluster): EksCluster {
  return { ...endpointIn({}, resourcesVpcConfig), logTypes: logTypesIn([], logging) ?? [] };
}

async function updateIds(client: EKSClient, name: string): Promise<readonly string[]> {
  return everyItem(paginateListUpdates({ client }, { name }), ({ updateIds: ids }) => ids);
}

/** Of an update that has ended: none. */
async function paramsOf(client: EKSClient, name: string, updateId: string): Promise<readonly object[]> {
  const { update } = await client.send(new DescribeUpdateCommand({ name, updateId }));
  return update?.status === 'InProgress' ? (update.params ?? []) : [];
}
