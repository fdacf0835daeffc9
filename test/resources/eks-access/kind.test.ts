import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { eksAccess } from '../../../shared/resources/eks-access/kind.ts';
import { ACCOUNT, assumedRole, root, trailRecord } from '../../support/events.ts';

const ID = 'shop';
const policyArn = 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy';
const principalArn = `arn:aws:iam::${ACCOUNT}:role/jane`;
const grant = { principal: principalArn, policy: policyArn };
const some = (...items: readonly object[]) => ({ grants: { items, complete: false } });
const created = (accessConfig: object, by = assumedRole('jane', 'run')) => ({
  request: { name: ID, accessConfig },
  by,
});
const API = { authenticationMode: 'API_AND_CONFIG_MAP' };

test.each([
  ['eks:CreateCluster', created({}), { grants: { items: [], complete: true } }],
  ['eks:CreateCluster', created(API), some(grant)],
  ['eks:CreateCluster', created(API, root), some({ ...grant, principal: `arn:aws:iam::${ACCOUNT}:root` })],
  ['eks:CreateCluster', created({ ...API, bootstrapClusterCreatorAdminPermissions: false }), some()],
  [
    'eks:AssociateAccessPolicy',
    { request: { name: ID, principalArn, policyArn, accessScope: { type: 'cluster' } } },
    some(grant),
  ],
  [
    'eks:AssociateAccessPolicy',
    {
      request: { clusterName: ID, principalArn, policyArn, accessScope: { type: 'namespace', namespaces: ['shop'] } },
    },
    some({ ...grant, namespaces: ['shop'] }),
  ],
  ['eks:DisassociateAccessPolicy', { request: { name: ID, principalArn, policyArn } }, some()],
  ['eks:DeleteAccessEntry', { request: { name: ID, principalArn } }, some()],
  ['eks:UpdateClusterConfig', { request: { name: ID } }, some()],
  ['eks:DeleteCluster', { request: { name: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(eksAccess, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(eksAccess, undefined, event, ID)).toEqual(state);
});

test('a call takes what it names, and leaves other grants', async () => {
  const other = { ...grant, policy: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy' };
  const known = { grants: { items: [grant, other], complete: true } };
  const after = (name: string, request: object) =>
    evolve(eksAccess, known, decodeEvent(trailRecord(`eks:${name}`, { request: { name: ID, ...request } })), ID);
  expect(await after('DisassociateAccessPolicy', { principalArn, policyArn })).toEqual({
    grants: { items: [other], complete: true },
  });
  expect(await after('DeleteAccessEntry', { principalArn })).toEqual({ grants: { items: [], complete: true } });
});

test('an event that names no cluster is unreadable', () => {
  const event = decodeEvent(trailRecord('eks:AssociateAccessPolicy', { request: {} }));
  expect(() => refsOf(eksAccess, event)).toThrow('names no cluster');
});
