import rule from '../../../shared/rules/eks/eks-admin-access-granted.ts';
import { ACCOUNT, assumedRole, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const policyNamed = (name: string) => `arn:aws:eks::aws:cluster-access-policy/${name}`;
const CLUSTER_ADMIN = policyNamed('AmazonEKSClusterAdminPolicy');
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`eks:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { name: 'shop', ...request }, ...parts });
const associate = (minute: number, principalArn: string, parts: object = {}) =>
  call(
    'AssociateAccessPolicy',
    minute,
    { principalArn, policyArn: CLUSTER_ADMIN, accessScope: { type: 'cluster', namespaces: [] } },
    parts,
  );
const ops = { principal: role('ops'), policy: CLUSTER_ADMIN };
const jane = { principal: role('jane'), policy: CLUSTER_ADMIN };
const all = (...items: readonly object[]) => ({ grants: { items: items as never, complete: true } });
const violation = (name: string, policy = 'AmazonEKSClusterAdminPolicy') =>
  ({ message: 'administrator', path: `${role(name)} ${policy}`, data: { principal: role(name), policy } }) as const;
const options = { administrators: [role('ops')] };

export default casesOf(rule, {
  compliant: [
    { name: 'nobody', state: all() },
    { name: 'a listed administrator', state: all(ops), options },
    { name: 'all rights in one namespace', state: all({ ...jane, namespaces: ['shop'] }) },
    { name: 'a right to look', state: all({ ...jane, policy: policyNamed('AmazonEKSViewPolicy') }) },
  ],
  drifted: [
    {
      name: 'another administrator, beside one that is listed',
      state: all(jane, ops),
      options,
      violations: [violation('jane')],
      plan: [{ type: 'eks.disassociate-access-policy', params: jane }],
    },
    {
      name: 'an administrator of all namespaces',
      state: all({ ...jane, policy: policyNamed('AmazonEKSAdminPolicy') }, ops),
      options,
      violations: [violation('jane', 'AmazonEKSAdminPolicy')],
      plan: [
        { type: 'eks.disassociate-access-policy', params: { ...jane, policy: policyNamed('AmazonEKSAdminPolicy') } },
      ],
    },
    {
      name: 'the only administrator keeps its rights',
      state: all(jane),
      violations: [violation('jane')],
      cannot: /No other administrator/,
    },
  ],
  unknown: [{ name: 'not every grant is known', state: { grants: { items: [], complete: false } } }],
  events: [
    {
      name: 'given, and taken again',
      events: [
        call('CreateCluster', 0, { accessConfig: { authenticationMode: 'CONFIG_MAP' } }),
        call('UpdateClusterConfig', 1, { accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } }),
        associate(2, role('jane')),
        call('DisassociateAccessPolicy', 3, { principalArn: role('jane'), policyArn: CLUSTER_ADMIN }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'shop',
      texts: [/role\/jane administers the whole cluster by AmazonEKSClusterAdminPolicy/],
    },
    {
      name: 'the path of the call as a URL has it, and the end of the entry',
      events: [
        associate(0, encodeURIComponent(role('jane'))),
        call('DeleteAccessEntry', 1, { principalArn: role('jane') }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a pipeline that creates a cluster administers it, until that is deleted',
      events: [
        call(
          'CreateCluster',
          0,
          { accessConfig: { authenticationMode: 'API' } },
          { by: assumedRole('pipeline', 'run-1') },
        ),
        call('DeleteCluster', 1),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/role\/pipeline administers/],
    },
    {
      name: 'a listed administrator',
      events: [associate(0, role('ops'))],
      options,
      transitions: [],
      doubt: /in this log/,
    },
    { name: 'a refused call', events: [associate(0, role('jane'), { errorCode: 'AccessDenied' })], transitions: [] },
    {
      name: 'a call without its scope',
      events: [call('AssociateAccessPolicy', 0, { principalArn: role('jane'), policyArn: CLUSTER_ADMIN })],
      transitions: [],
      unreadable: /shows no scope/,
    },
  ],
});
