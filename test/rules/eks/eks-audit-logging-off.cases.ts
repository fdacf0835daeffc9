import rule from '../../../shared/rules/eks/eks-audit-logging-off.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`eks:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { name: 'shop', ...request }, ...parts });
const log = (minute: number, enabled: boolean, types: readonly string[], parts: object = {}) =>
  call('UpdateClusterConfig', minute, { logging: { clusterLogging: [{ types, enabled }] } }, parts);
const audit = { message: 'audit', path: 'audit', data: {} } as const;
const other = (type: string) => ({ message: 'other', path: type, data: { type } }) as const;
const NEEDED = ['api', 'audit', 'authenticator'];

export default casesOf(rule, {
  compliant: [
    { name: 'the three that are needed', state: { logTypes: NEEDED } },
    { name: 'all', state: { logTypes: [...NEEDED, 'controllerManager', 'scheduler'] } },
    {
      name: 'the audit log alone, where no other is asked',
      state: { logTypes: ['audit'] },
      options: { required: ['audit'] },
    },
  ],
  drifted: [
    {
      name: 'no logs',
      state: { logTypes: [] },
      violations: [other('api'), audit, other('authenticator')],
      plan: [{ type: 'eks.put-log-types', params: { before: [], after: NEEDED } }],
    },
    {
      name: 'no audit log: the others stay',
      state: { logTypes: ['api', 'authenticator', 'scheduler'] },
      violations: [audit],
      plan: [
        {
          type: 'eks.put-log-types',
          params: { before: ['api', 'authenticator', 'scheduler'], after: [...NEEDED, 'scheduler'] },
        },
      ],
    },
  ],
  unknown: [{ name: 'no event showed them', state: {} }],
  events: [
    {
      name: 'a new cluster logs nothing until its logs are switched on, and one is switched off',
      events: [call('CreateCluster', 0), log(1, true, NEEDED), log(2, false, ['audit']), call('DeleteCluster', 3)],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'shop',
      texts: ['The audit log of the cluster is off: nothing shows who changed or read what.'],
    },
    {
      name: 'a new cluster with its logs',
      events: [call('CreateCluster', 0, { logging: { clusterLogging: [{ types: NEEDED, enabled: true }] } })],
      transitions: [],
    },
    {
      name: 'another setting',
      events: [call('UpdateClusterConfig', 0, { resourcesVpcConfig: { endpointPrivateAccess: true } })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [log(0, false, NEEDED, { errorCode: 'ResourceInUseException' })],
      transitions: [],
    },
    {
      name: 'a call that names no cluster',
      events: [call('DeleteCluster', 0, { name: '' })],
      transitions: [],
      unreadable: /names no cluster/,
    },
  ],
});
