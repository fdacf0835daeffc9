import rule from '../../../shared/rules/rds/rds-publicly-accessible.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const call = (name: string, minute: number, request: object | null, response?: object, parts: object = {}) =>
  trailRecord(`rds:${name}`, { at: at(minute), request, response, ...parts });
const shop = { dBInstanceIdentifier: 'shop' };
const modify = (minute: number, request: object, response?: object) =>
  call('ModifyDBInstance', minute, { ...shop, ...request }, response && { ...shop, ...response });
const born = (name: string, request: object, publiclyAccessible: boolean) =>
  call(name, 0, request, {
    ...shop,
    engine: 'mysql',
    publiclyAccessible,
    pendingModifiedValues: { masterUserPassword: '****' },
  });

export default casesOf(rule, {
  compliant: [
    { name: 'an instance with a private address', id: 'db:shop', state: { publiclyAccessible: false } },
    { name: 'a cluster without the setting', id: 'cluster:ledger', state: { storageEncrypted: true } },
    {
      name: 'public on purpose',
      id: 'db:demo',
      state: { publiclyAccessible: true },
      options: { publicDatabases: ['db:demo'] },
    },
  ],
  drifted: [
    {
      name: 'an instance with a public address',
      id: 'db:shop',
      state: { publiclyAccessible: true, pending: [] },
      violations: [{ message: 'public', path: 'publiclyAccessible', data: {} }],
      plan: [{ type: 'rds.set-publicly-accessible', params: { before: true, after: false } }],
    },
    {
      name: 'an instance for which other changes wait',
      id: 'db:shop',
      state: { publiclyAccessible: true, pending: ['dBInstanceClass'] },
      violations: [{ message: 'public', path: 'publiclyAccessible', data: {} }],
      cannot: /dBInstanceClass/,
    },
    {
      name: 'an instance of an Aurora cluster',
      id: 'db:shop-1',
      state: { publiclyAccessible: true, cluster: 'shop', engine: 'aurora-postgresql', pending: [] },
      violations: [{ message: 'public', path: 'publiclyAccessible', data: {} }],
      plan: [{ type: 'rds.set-publicly-accessible', params: { before: true, after: false } }],
    },
    {
      name: 'an instance of a Multi-AZ DB cluster',
      id: 'db:ledger-instance-1',
      state: { publiclyAccessible: true, cluster: 'ledger', engine: 'postgres', pending: [] },
      violations: [{ message: 'public', path: 'publiclyAccessible', data: {} }],
      cannot: /Multi-AZ DB cluster ledger, whose members cannot be modified/,
    },
    {
      name: 'a Multi-AZ cluster with a public address',
      id: 'cluster:ledger',
      state: { publiclyAccessible: true },
      violations: [{ message: 'public', path: 'publiclyAccessible', data: {} }],
      cannot: /can only be set when it is created/,
    },
  ],
  unknown: [{ name: 'no event showed the setting', id: 'db:shop', state: { storageEncrypted: true } }],
  events: [
    {
      name: 'only the answer to a creation shows it; the name is folded; set right later',
      events: [
        born('CreateDBInstance', { dBInstanceIdentifier: 'Shop', masterUserPassword: '****' }, true),
        modify(
          5,
          { publiclyAccessible: false, applyImmediately: false },
          { publiclyAccessible: true, pendingModifiedValues: {} },
        ),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'db:shop',
    },
    {
      name: 'the response to another change shows a public address that no earlier event showed',
      events: [
        modify(
          0,
          { allocatedStorage: 40 },
          { publiclyAccessible: true, pendingModifiedValues: { allocatedStorage: 40 } },
        ),
      ],
      transitions: ['opened'],
    },
    {
      name: 'made public, answered with the old state, and deleted',
      events: [
        modify(0, { publiclyAccessible: true }, { publiclyAccessible: false }),
        call('DeleteDBInstance', 1, { ...shop, skipFinalSnapshot: true }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'restored from a snapshot',
      events: [born('RestoreDBInstanceFromDBSnapshot', { ...shop, dBSnapshotIdentifier: 'orders' }, true)],
      transitions: ['opened'],
    },
    { name: 'restored from S3', events: [born('RestoreDBInstanceFromS3', shop, true)], transitions: ['opened'] },
    {
      name: 'restored to a point in time',
      events: [
        born(
          'RestoreDBInstanceToPointInTime',
          { sourceDBInstanceIdentifier: 'old', targetDBInstanceIdentifier: 'shop' },
          true,
        ),
      ],
      transitions: ['opened'],
      resource: 'db:shop',
    },
    {
      name: 'a read replica',
      events: [born('CreateDBInstanceReadReplica', { ...shop, sourceDBInstanceIdentifier: 'main' }, true)],
      transitions: ['opened'],
      resource: 'db:shop',
    },
    {
      name: 'renamed at once: the drift goes along to the new name',
      events: [
        modify(0, { publiclyAccessible: true }),
        modify(
          1,
          { newDBInstanceIdentifier: 'Store', applyImmediately: true },
          { publiclyAccessible: true, storageEncrypted: true },
        ),
        call('DeleteDBInstance', 2, { dBInstanceIdentifier: 'store' }),
      ],
      transitions: ['opened', 'resolved', 'opened', 'resolved'],
    },
    {
      name: 'renamed some time later: still known by its old name',
      events: [
        modify(0, { publiclyAccessible: true }),
        modify(1, { newDBInstanceIdentifier: 'store' }, { pendingModifiedValues: { dBInstanceIdentifier: 'store' } }),
      ],
      transitions: ['opened'],
      resource: 'db:shop',
    },
    {
      name: 'a Multi-AZ cluster, deleted in the end',
      events: [
        call(
          'CreateDBCluster',
          0,
          { dBClusterIdentifier: 'ledger', engine: 'postgres' },
          { dBClusterIdentifier: 'ledger', publiclyAccessible: true },
        ),
        call('DeleteDBCluster', 1, { dBClusterIdentifier: 'ledger' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'cluster:ledger',
    },
    {
      name: 'a Multi-AZ cluster with a public address is renamed',
      events: [
        call(
          'ModifyDBCluster',
          0,
          { dBClusterIdentifier: 'ledger', newDBClusterIdentifier: 'books', applyImmediately: true },
          { dBClusterIdentifier: 'ledger', publiclyAccessible: true },
        ),
      ],
      transitions: ['opened'],
    },
    {
      name: 'clusters restored without the setting',
      events: [
        call('RestoreDBClusterFromSnapshot', 0, {
          dBClusterIdentifier: 'one',
          snapshotIdentifier: 'ledger',
          engine: 'aurora-mysql',
        }),
        call('RestoreDBClusterToPointInTime', 1, { dBClusterIdentifier: 'two', sourceDBClusterIdentifier: 'one' }),
        call('RestoreDBClusterFromS3', 2, { dBClusterIdentifier: 'three', engine: 'aurora-mysql' }),
      ],
      transitions: [],
    },
    {
      name: 'a change of the password, whose response shows a private address',
      events: [modify(0, { masterUserPassword: '****' }, { publiclyAccessible: false })],
      transitions: [],
    },
    {
      name: 'made private, and changed again before the response shows it',
      events: [
        modify(0, { publiclyAccessible: true }),
        modify(1, { publiclyAccessible: false }, { publiclyAccessible: true }),
        modify(2, { allocatedStorage: 40 }, { publiclyAccessible: true }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        call('ModifyDBInstance', 0, { ...shop, publiclyAccessible: true }, undefined, {
          errorCode: 'InvalidDBInstanceStateFault',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no database',
      events: [call('ModifyDBInstance', 0, null)],
      transitions: [],
      unreadable: /names no database/,
    },
  ],
});
