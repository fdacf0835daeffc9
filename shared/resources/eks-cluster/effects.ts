import { EKSClient, type LogType, UpdateClusterConfigCommand } from '@aws-sdk/client-eks';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import { canonical } from '../../core/compare.ts';
import { GONE } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { putEndpoint, putLogTypes } from './actions.ts';
import { CLUSTER_READS, readCluster } from './api-cluster.ts';
import type { EksCluster } from './kind.ts';

const permissions = { ...CLUSTER_READS, 'eks:UpdateClusterConfig': 'eks:{region}:{account}:cluster/*' };

const REFUSALS = {
  InvalidRequestException: 'The state of the cluster does not allow it.',
  InvalidParameterException: 'AWS does not accept these values for the cluster.',
  ResourceNotFoundException: 'The cluster no longer exists.',
};

export default [
  effectOf(putEndpoint, {
    permissions,
    refusals: REFUSALS,
    async apply(ref, { after }, aws) {
      const { publicAccessCidrs, ...access } = after;
      const resourcesVpcConfig = {
        ...access,
        ...(access.endpointPublicAccess ? { publicAccessCidrs: [...publicAccessCidrs] } : {}),
      };
      await updateUnless(after, ref, aws, { resourcesVpcConfig });
    },
  }),
  effectOf(putLogTypes, {
    permissions,
    refusals: REFUSALS,
    async apply(ref, { before, after }, aws) {
      const off = before.filter((type) => !after.includes(type));
      const clusterLogging = [
        ...(after.length > 0 ? [{ types: [...after] as LogType[], enabled: true }] : []),
        ...(off.length > 0 ? [{ types: off as LogType[], enabled: false }] : []),
      ];
      await updateUnless({ logTypes: after }, ref, aws, { logging: { clusterLogging } });
    },
  }),
];

/** AWS refuses an update that changes nothing, and allows one type of update in a call. */
async function updateUnless(
  wanted: EksCluster,
  ref: Ref,
  aws: Aws,
  update: Omit<UpdateClusterConfigCommand['input'], 'name'>,
): Promise<void> {
  const client = aws.client(EKSClient, ref);
  const state = await readCluster(client, ref.id);
  if (state !== GONE && canonical({ ...state, ...wanted }) === canonical(state)) return;
  await client.send(new UpdateClusterConfigCommand({ name: ref.id, ...update }));
}
