import { swap } from '../../core/action.ts';
import { putField } from '../common/put-field.ts';
import type { EksCluster } from './kind.ts';

/** Where the Kubernetes API can be reached from. Without public access there are no ranges. */
export interface Endpoint {
  readonly endpointPublicAccess: boolean;
  readonly endpointPrivateAccess: boolean;
  readonly publicAccessCidrs: readonly string[];
}

export const putEndpoint = swap<EksCluster, Endpoint>()({
  type: 'eks.put-endpoint',
  describe: ({ after }) =>
    after.endpointPublicAccess
      ? `Let ${after.publicAccessCidrs.join(', ')}${after.endpointPrivateAccess ? ' and the VPC' : ''} reach the endpoint of the cluster`
      : 'Let only the VPC reach the endpoint of the cluster',
  simulate: (cluster, { after }) => ({ ...cluster, ...after }),
});

export const putLogTypes = putField<EksCluster>()('eks.put-log-types', 'logTypes', (types) =>
  types.length === 0
    ? 'Send no logs of the control plane'
    : `Send these logs of the control plane: ${types.join(', ')}`,
);
