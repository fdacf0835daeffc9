import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getText, objectOf } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { taggedByArn } from '../common/tagging.ts';
import { type EksCluster, endpointIn, logTypesIn, updatedBy } from './config.ts';

export type { EksCluster } from './config.ts';

/** The requests are inferred from the API: no public record shows one whole. */
export const eksCluster = defineKind<EksCluster>()({
  name: 'eks-cluster',
  type: 'AWS::EKS::Cluster',
  title: 'EKS cluster',
  blank: {},
  arn: (ref) => arnOf('eks', ref, `cluster/${ref.id}`),
  tagging: {
    'eks:TagResource': taggedByArn('resourceArn', 'cluster/'),
    'eks:UntagResource': taggedByArn('resourceArn', 'cluster/'),
  },
  events: {
    'eks:CreateCluster': { ids: named, creates: true, evolve: create },
    'eks:UpdateClusterConfig': {
      ids: named,
      sets: ['endpointPublicAccess', 'endpointPrivateAccess', 'publicAccessCidrs', 'logTypes'],
      evolve: update,
    },
    'eks:DeleteCluster': { ids: named, evolve: () => GONE },
  },
});

function named({ eventName, requestParameters }: TrailEvent): string[] {
  const name = getText(requestParameters, 'name');
  if (!name) throw new UnreadableEvent(`${eventName} names no cluster`);
  return [name];
}

/** What the request leaves out has AWS's default: the public endpoint alone, for everyone, and no logs. */
function create(_: EksCluster, { requestParameters, responseElements }: TrailEvent): EksCluster {
  const shown = objectOf(get(responseElements, 'cluster', 'resourcesVpcConfig')) ?? {};
  const asked = objectOf(get(requestParameters, 'resourcesVpcConfig')) ?? {};
  const standard = { endpointPublicAccess: true, endpointPrivateAccess: false, publicAccessCidrs: ['0.0.0.0/0'] };
  return {
    ...endpointIn({}, { ...standard, ...asked, ...shown }),
    logTypes: logTypesIn([], get(requestParameters, 'logging')) ?? [],
  };
}

/** AWS answers with the values that the update leads to; a request names some of them. */
function update({ logTypes: earlier, ...known }: EksCluster, event: TrailEvent): EksCluster {
  const { requestParameters, responseElements } = event;
  const logTypes = logTypesIn(earlier, get(requestParameters, 'logging'));
  const asked = endpointIn(known, get(requestParameters, 'resourcesVpcConfig'));
  return updatedBy({ ...asked, ...(logTypes ? { logTypes } : {}) }, getList(responseElements, 'update', 'params'));
}
