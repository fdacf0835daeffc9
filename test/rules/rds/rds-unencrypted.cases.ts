import rule from '../../../shared/rules/rds/rds-unencrypted.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const call = (name: string, minute: number, request: object | null, response?: object, parts: object = {}) =>
  trailRecord(`rds:${name}`, { at: at(minute), request, response, ...parts });
const shop = { dBInstanceIdentifier: 'shop' };
const ledger = { dBClusterIdentifier: 'ledger' };
const open = { storageEncrypted: false };
const gone = call('DeleteDBInstance', 9, shop, { ...shop, dBInstanceStatus: 'deleting', ...open });

export default casesOf(rule, {
  compliant: [
    { name: 'encrypted storage', id: 'db:shop', state: { storageEncrypted: true } },
    {
      name: 'an instance of a cluster, which is judged itself',
      id: 'db:ledger-1',
      state: { ...open, cluster: 'ledger' },
    },
  ],
  drifted: [
    {
      name: 'storage without encryption',
      id: 'db:shop',
      state: open,
      violations: [{ message: 'unencrypted', path: 'storageEncrypted', data: {} }],
    },
  ],
  unknown: [{ name: 'no event showed its creation', id: 'db:shop', state: { publiclyAccessible: false } }],
  events: [
    {
      name: 'created without encryption, and deleted',
      events: [call('CreateDBInstance', 0, { ...shop, ...open }, { ...shop, ...open }), gone],
      transitions: ['opened', 'resolved'],
      resource: 'db:shop',
    },
    {
      name: 'only the answer shows it',
      events: [call('CreateDBInstance', 0, shop, { ...shop, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'only the request shows it',
      events: [call('CreateDBInstance', 0, { ...shop, ...open })],
      transitions: ['opened'],
    },
    { name: 'encrypted', events: [call('CreateDBInstance', 0, { ...shop, storageEncrypted: true })], transitions: [] },
    {
      name: 'a cluster and its instance are one drift',
      events: [
        call('CreateDBCluster', 0, { ...ledger, engine: 'aurora-mysql' }, { ...ledger, ...open }),
        call(
          'CreateDBInstance',
          1,
          { dBInstanceIdentifier: 'ledger-1', ...ledger, engine: 'aurora-mysql' },
          { dBInstanceIdentifier: 'ledger-1', ...ledger, ...open },
        ),
        call('DeleteDBCluster', 2, ledger),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'cluster:ledger',
    },
    {
      name: 'a replica',
      events: [call('CreateDBInstanceReadReplica', 0, shop, { ...shop, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'the response to a change of a cluster shows it',
      events: [call('ModifyDBCluster', 0, { ...ledger, port: 3307 }, { ...ledger, ...open })],
      transitions: ['opened'],
      resource: 'cluster:ledger',
    },
    {
      name: 'restored from a snapshot',
      events: [call('RestoreDBInstanceFromDBSnapshot', 0, shop, { ...shop, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'restored from S3',
      events: [call('RestoreDBInstanceFromS3', 0, { ...shop, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'restored to a point in time',
      events: [call('RestoreDBInstanceToPointInTime', 0, { targetDBInstanceIdentifier: 'shop' }, { ...shop, ...open })],
      transitions: ['opened'],
      resource: 'db:shop',
    },
    {
      name: 'a cluster restored from a snapshot',
      events: [call('RestoreDBClusterFromSnapshot', 0, ledger, { ...ledger, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'a cluster restored from S3',
      events: [call('RestoreDBClusterFromS3', 0, { ...ledger, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'a cluster restored to a point in time',
      events: [
        call(
          'RestoreDBClusterToPointInTime',
          0,
          { ...ledger, sourceDBClusterIdentifier: 'old' },
          { ...ledger, ...open },
        ),
      ],
      transitions: ['opened'],
      resource: 'cluster:ledger',
    },
    {
      name: 'another change, whose response shows the storage',
      events: [call('ModifyDBInstance', 0, { ...shop, allocatedStorage: 40 }, { ...shop, ...open })],
      transitions: ['opened'],
    },
    {
      name: 'another change, whose response says nothing of the storage',
      events: [call('ModifyDBInstance', 0, { ...shop, allocatedStorage: 40 }, shop)],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'renamed at once: the drift goes along to the new name',
      events: [
        call('CreateDBInstance', 0, { ...shop, ...open }),
        call(
          'ModifyDBInstance',
          1,
          { ...shop, newDBInstanceIdentifier: 'store', applyImmediately: true },
          { ...shop, ...open },
        ),
      ],
      transitions: ['opened', 'resolved', 'opened'],
    },
    {
      name: 'a refused call',
      events: [call('CreateDBInstance', 0, { ...shop, ...open }, undefined, { errorCode: 'DBInstanceAlreadyExists' })],
      transitions: [],
    },
    {
      name: 'a call that names no database',
      events: [call('CreateDBCluster', 0, null)],
      transitions: [],
      unreadable: /CreateDBCluster names no database/,
    },
  ],
});
