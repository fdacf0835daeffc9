import rule from '../../../shared/rules/rds/rds-auto-minor-upgrade-off.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const call = (name: string, minute: number, request: object, response: object = {}, parts: object = {}) =>
  trailRecord(`rds:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, response, ...parts });
const shop = { dBInstanceIdentifier: 'shop' };
const ledger = { dBClusterIdentifier: 'ledger' };
const off = { autoMinorVersionUpgrade: false };
const on = { autoMinorVersionUpgrade: true };
const waiting = (pending: string[]) => ({ ...off, engine: 'postgres', pending });
const violations = [{ message: 'autoMinorVersionUpgrade', path: 'autoMinorVersionUpgrade', data: {} }] as const;

export default settingsCases(rule, {
  right: on,
  wrong: off,
  compliant: [
    { name: 'an Aurora cluster: its instances are judged', id: 'cluster:shop', state: { engine: 'aurora-mysql' } },
    { name: 'a cluster of an engine that is not known', id: 'cluster:shop', state: {} },
    {
      name: 'an instance of a Multi-AZ DB cluster: the cluster is judged',
      id: 'db:ledger-1',
      state: { ...off, engine: 'postgres', cluster: 'ledger' },
    },
    { name: 'DocumentDB does not use the setting', id: 'db:papers', state: { ...off, engine: 'docdb' } },
    { name: 'upgraded by people', id: 'db:shop', state: off, options: { exempt: ['db:shop'] } },
  ],
  drifted: [
    {
      name: 'an instance of an Aurora cluster',
      id: 'db:shop-1',
      state: { ...off, engine: 'aurora-mysql', cluster: 'shop', pending: [] },
      violations,
      plan: [{ type: 'rds.put-auto-minor-version-upgrade', params: { before: false, after: true } }],
    },
    { name: 'a Multi-AZ DB cluster', id: 'cluster:ledger', state: waiting([]), violations },
    {
      name: 'an instance for which other changes wait',
      id: 'db:shop',
      state: waiting(['dBInstanceClass']),
      violations,
      cannot: /dBInstanceClass/,
    },
  ],
  events: [
    {
      name: 'created without upgrades, switched on, and off again',
      events: [
        call('CreateDBInstance', 0, { ...shop, ...off }, { ...shop, engine: 'postgres', ...off }),
        call('ModifyDBInstance', 1, { ...shop, ...on }, { ...shop, ...off }),
        call('ModifyDBInstance', 2, { ...shop, ...off }, { ...shop, ...on }),
        call('DeleteDBInstance', 3, shop),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'db:shop',
    },
    ...(['CreateDBInstanceReadReplica', 'RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceFromS3'] as const).map(
      (name) => ({
        name: `${name} without upgrades`,
        events: [call(name, 0, { ...shop, ...off })],
        transitions: ['opened' as const],
      }),
    ),
    {
      name: 'restored to a point in time without upgrades',
      events: [call('RestoreDBInstanceToPointInTime', 0, { targetDBInstanceIdentifier: 'shop', ...off })],
      transitions: ['opened'],
    },
    {
      name: 'a replica that is promoted keeps its setting',
      events: [call('ModifyDBInstance', 0, { ...shop, ...off }), call('PromoteReadReplica', 1, shop, shop)],
      transitions: ['opened'],
    },
    {
      name: 'a Multi-AZ DB cluster is switched off and deleted',
      events: [
        call('CreateDBCluster', 0, { ...ledger, engine: 'postgres' }, { ...ledger, ...on }),
        call('ModifyDBCluster', 1, { ...ledger, ...off }, { ...ledger, ...on }),
        call('DeleteDBCluster', 2, ledger),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'cluster:ledger',
    },
    {
      name: 'Aurora clusters',
      events: [
        call('RestoreDBClusterFromSnapshot', 0, { ...ledger, engine: 'aurora-mysql' }),
        call('RestoreDBClusterFromS3', 1, { ...ledger, engine: 'aurora-mysql' }),
        call('RestoreDBClusterToPointInTime', 2, { ...ledger, engine: 'aurora-mysql' }),
        call('PromoteReadReplicaDBCluster', 3, ledger),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [
        call('ModifyDBInstance', 0, { ...shop, ...off }, undefined, { errorCode: 'InvalidDBInstanceStateFault' }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no cluster',
      events: [call('ModifyDBCluster', 0, off)],
      transitions: [],
      unreadable: /names no database/,
    },
  ],
});
