import rule from '../../../shared/rules/redshift/redshift-exposed.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const clusterIdentifier = 'orders';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`redshift:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const create = (parts: object) => call('CreateCluster', 0, { clusterIdentifier, ...parts });
const right = { public: false, encrypted: true };

export default settingsCases(rule, {
  right,
  wrong: { public: true, encrypted: false },
  compliant: [
    {
      name: 'it is public on purpose',
      id: 'shared',
      options: { publicClusters: ['shared'] },
      state: { ...right, public: true },
    },
  ],
  events: [
    {
      name: 'a new cluster, that becomes what it has to be, and is deleted',
      events: [
        create({ publiclyAccessible: true }),
        call('ModifyCluster', 1, { clusterIdentifier, publiclyAccessible: false }),
        call('ModifyCluster', 2, { clusterIdentifier, encrypted: true }),
        call('ModifyCluster', 3, { clusterIdentifier, publiclyAccessible: true }),
        call('DeleteCluster', 4, { clusterIdentifier }),
      ],
      transitions: ['opened', 'changed', 'resolved', 'reopened', 'resolved'],
      resource: clusterIdentifier,
    },
    {
      name: 'a cluster from a snapshot is as the answer says',
      events: [
        call(
          'RestoreFromClusterSnapshot',
          0,
          { clusterIdentifier, snapshotIdentifier: 'old' },
          { response: { clusterIdentifier, publiclyAccessible: true, encrypted: true } },
        ),
      ],
      transitions: ['opened'],
      texts: [/has a public address/],
    },
    {
      name: 'a refused call',
      events: [call('CreateCluster', 0, { clusterIdentifier }, { errorCode: 'ClusterAlreadyExists' })],
      transitions: [],
    },
  ],
});
