import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { eksCluster } from '../../../shared/resources/eks-cluster/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'shop';
const NEW = {
  endpointPublicAccess: true,
  endpointPrivateAccess: false,
  publicAccessCidrs: ['0.0.0.0/0'],
  logTypes: [],
};
const config = (resourcesVpcConfig: object) => ({ request: { name: ID, resourcesVpcConfig } });
const logging = (...clusterLogging: readonly object[]) => ({ request: { name: ID, logging: { clusterLogging } } });
const ALL = ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'];

test.each([
  ['eks:CreateCluster', { request: { name: ID } }, NEW],
  [
    'eks:CreateCluster',
    {
      ...config({ endpointPrivateAccess: true }),
      response: { cluster: { resourcesVpcConfig: { publicAccessCidrs: ['0.0.0.0/0', '::/0'] } } },
    },
    { ...NEW, endpointPrivateAccess: true, publicAccessCidrs: ['0.0.0.0/0', '::/0'] },
  ],
  [
    'eks:CreateCluster',
    config({ endpointPublicAccess: false, endpointPrivateAccess: true }),
    { ...NEW, endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] },
  ],
  ['eks:UpdateClusterConfig', config({ endpointPrivateAccess: true }), { endpointPrivateAccess: true }],
  ['eks:UpdateClusterConfig', config({ publicAccessCidrs: ['192.0.2.1/32'] }), { publicAccessCidrs: ['192.0.2.1/32'] }],
  [
    'eks:UpdateClusterConfig',
    config({ endpointPublicAccess: false }),
    { endpointPublicAccess: false, publicAccessCidrs: [] },
  ],
  ['eks:UpdateClusterConfig', logging({ types: ['audit'], enabled: true }), {}],
  [
    'eks:UpdateClusterConfig',
    logging({ types: ['audit', 'api'], enabled: true }, { types: ALL.slice(2), enabled: false }),
    { logTypes: ['api', 'audit'] },
  ],
  [
    'eks:UpdateClusterConfig',
    {
      request: { name: ID },
      response: {
        update: {
          params: [
            { type: 'ClusterLogging', value: JSON.stringify({ clusterLogging: [{ types: ALL, enabled: true }] }) },
          ],
        },
      },
    },
    { logTypes: ALL },
  ],
  ['eks:UpdateClusterConfig', { request: { name: ID, deletionProtection: true } }, {}],
  ['eks:DeleteCluster', { request: { name: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(eksCluster, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(eksCluster, undefined, event, ID)).toEqual(state);
});

test('a request changes what it names', async () => {
  const known = { ...NEW, logTypes: ['api'] };
  const change = (parts: object) =>
    evolve(eksCluster, known, decodeEvent(trailRecord('eks:UpdateClusterConfig', parts)), ID);
  expect(await change(logging({ types: ['audit'], enabled: true }))).toEqual({ ...known, logTypes: ['api', 'audit'] });
  expect(await change(logging({ types: ['api'], enabled: false }))).toEqual({ ...known, logTypes: [] });
  expect(await change(config({ endpointPrivateAccess: true }))).toEqual({ ...known, endpointPrivateAccess: true });
});

test('public access that is switched on again has ranges that the request does not show', async () => {
  const known = { endpointPublicAccess: false, endpointPrivateAccess: true, publicAccessCidrs: [] };
  const event = decodeEvent(trailRecord('eks:UpdateClusterConfig', config({ endpointPublicAccess: true })));
  expect(await evolve(eksCluster, known, event, ID)).toEqual({
    endpointPublicAccess: true,
    endpointPrivateAccess: true,
  });
});

test('an event that names no cluster is unreadable', () => {
  const event = decodeEvent(trailRecord('eks:CreateCluster', { request: {} }));
  expect(() => refsOf(eksCluster, event)).toThrow('names no cluster');
});
