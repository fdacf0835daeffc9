import rule from '../../../shared/rules/rds/rds-recovery-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const call = (name: string, minute: number, request: object, response: object = {}, parts: object = {}) =>
  trailRecord(`rds:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, response, ...parts });
const shop = { dBInstanceIdentifier: 'shop' };
const ledger = { dBClusterIdentifier: 'ledger' };
const safe = { deletionProtection: true, backupRetentionPeriod: 14 };
const modify = (minute: number, request: object, response: object = {}, parts: object = {}) =>
  call('ModifyDBInstance', minute, { ...shop, ...request }, { ...shop, ...response }, parts);
const born = (name: string, request: object, response: object) =>
  call(name, 0, { ...shop, ...request }, { ...shop, ...response });

export default settingsCases(rule, {
  right: safe,
  wrong: { deletionProtection: false, backupRetentionPeriod: 1 },
  compliant: [
    {
      name: 'an instance of a cluster: the cluster is judged',
      id: 'db:shop-1',
      state: { deletionProtection: false, backupRetentionPeriod: 1, cluster: 'shop' },
    },
    {
      name: 'a replica without backups',
      id: 'db:copy',
      state: { deletionProtection: true, backupRetentionPeriod: 0, replica: true },
    },
    { name: 'data that can be lost', id: 'db:cache', state: {}, options: { exempt: ['db:cache'] } },
    {
      name: 'as short as is asked',
      state: { deletionProtection: true, backupRetentionPeriod: 1 },
      options: { leastDays: 1 },
    },
  ],
  drifted: [
    {
      name: 'backups are kept for as long as before',
      id: 'cluster:ledger',
      state: { ...safe, backupRetentionPeriod: 1, pending: [] },
      baseline: safe,
      violations: [{ message: 'backupRetentionPeriod', path: 'backupRetentionPeriod', data: { value: 1 } }],
      plan: [{ type: 'rds.put-backup-retention', params: { before: 1, after: 14 } }],
    },
    {
      name: 'backups that the maintenance window will switch off',
      id: 'db:shop',
      state: { ...safe, backupRetentionPeriod: 0, pending: ['backupRetentionPeriod'] },
      violations: [{ message: 'backupRetentionPeriod', path: 'backupRetentionPeriod', data: { value: 0 } }],
      cannot: /backupRetentionPeriod/,
    },
    {
      name: 'backups that are off',
      id: 'db:shop',
      state: { ...safe, backupRetentionPeriod: 0, pending: [] },
      violations: [{ message: 'backupRetentionPeriod', path: 'backupRetentionPeriod', data: { value: 0 } }],
      plan: [{ type: 'rds.put-backup-retention', params: { before: 0, after: 7 } }],
    },
    {
      name: 'other changes wait for the maintenance window',
      id: 'db:shop',
      state: { ...safe, deletionProtection: false, pending: ['engineVersion'] },
      violations: [{ message: 'deletionProtection', path: 'deletionProtection', data: {} }],
      cannot: /engineVersion/,
    },
  ],
  events: [
    {
      name: 'a new instance without protection is protected, and loses its backups at once',
      events: [
        born('CreateDBInstance', { backupRetentionPeriod: 14 }, { deletionProtection: false }),
        modify(1, { deletionProtection: true }, { deletionProtection: false, backupRetentionPeriod: 14 }),
        modify(2, { backupRetentionPeriod: 0, applyImmediately: true }, { ...safe, pendingModifiedValues: {} }),
        call('DeleteDBInstance', 3, shop),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'db:shop',
    },
    {
      name: 'backups that wait to be switched off, then on again, are judged by the smaller value',
      events: [
        modify(0, { backupRetentionPeriod: 0 }, { ...safe, pendingModifiedValues: { backupRetentionPeriod: 0 } }),
        modify(
          1,
          { backupRetentionPeriod: 14 },
          { ...safe, backupRetentionPeriod: 0, pendingModifiedValues: { backupRetentionPeriod: 14 } },
        ),
        modify(2, { backupRetentionPeriod: 14, applyImmediately: true }, { ...safe, pendingModifiedValues: {} }),
      ],
      transitions: ['opened', 'resolved'],
    },
    ...(['RestoreDBInstanceFromDBSnapshot', 'RestoreDBInstanceFromS3'] as const).map((name) => ({
      name: `${name} without protection`,
      events: [born(name, {}, { ...safe, deletionProtection: false })],
      transitions: ['opened' as const],
    })),
    {
      name: 'restored to a point in time without protection',
      events: [
        call(
          'RestoreDBInstanceToPointInTime',
          0,
          { targetDBInstanceIdentifier: 'shop' },
          { deletionProtection: false },
        ),
      ],
      transitions: ['opened'],
    },
    {
      name: 'a replica without backups becomes a database of its own',
      events: [
        born('CreateDBInstanceReadReplica', {}, { deletionProtection: true, backupRetentionPeriod: 0 }),
        call('PromoteReadReplica', 1, shop, { ...shop, backupRetentionPeriod: 0 }),
        call('PromoteReadReplica', 2, { ...shop, backupRetentionPeriod: 14 }, shop),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'db:shop',
    },
    {
      name: 'the response to another change shows that it is a replica',
      events: [
        modify(
          0,
          { allocatedStorage: 40 },
          { deletionProtection: true, backupRetentionPeriod: 0, readReplicaSourceDBInstanceIdentifier: 'main' },
        ),
      ],
      transitions: [],
    },
    {
      name: 'a cluster loses its protection, is renamed, and deleted',
      events: [
        call('CreateDBCluster', 0, { ...ledger, ...safe }, ledger),
        call('ModifyDBCluster', 1, { ...ledger, deletionProtection: false }, { ...ledger, ...safe }),
        call(
          'ModifyDBCluster',
          2,
          { ...ledger, newDBClusterIdentifier: 'Books', applyImmediately: true },
          { ...ledger, ...safe, deletionProtection: false },
        ),
        call('DeleteDBCluster', 3, { dBClusterIdentifier: 'books' }),
      ],
      transitions: ['opened', 'resolved', 'opened', 'resolved'],
    },
    ...(['RestoreDBClusterFromSnapshot', 'RestoreDBClusterFromS3', 'RestoreDBClusterToPointInTime'] as const).map(
      (name) => ({
        name: `${name} without protection`,
        events: [call(name, 0, ledger, { ...ledger, ...safe, deletionProtection: false })],
        transitions: ['opened' as const],
        resource: 'cluster:ledger',
      }),
    ),
    {
      name: 'a cluster in another region becomes one of its own',
      events: [
        call(
          'CreateDBCluster',
          0,
          { ...ledger, ...safe, backupRetentionPeriod: 1, replicationSourceIdentifier: 'arn:aws:rds:eu-west-1:1:x' },
          ledger,
        ),
        call('PromoteReadReplicaDBCluster', 1, ledger, ledger),
      ],
      transitions: ['opened'],
      resource: 'cluster:ledger',
    },
    {
      name: 'a refused call',
      events: [modify(0, { deletionProtection: false }, undefined, { errorCode: 'InvalidDBInstanceStateFault' })],
      transitions: [],
    },
    {
      name: 'a call that names no database',
      events: [call('PromoteReadReplica', 0, {})],
      transitions: [],
      unreadable: /names no database/,
    },
  ],
});
