import rule from '../../../shared/rules/rds/rds-snapshot-public.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const all = (...items: readonly string[]) => ({ sharedWith: { items, complete: true } });
const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const modify = (minute: number, values: object, restore?: readonly string[], parts: object = {}) =>
  trailRecord('rds:ModifyDBSnapshotAttribute', {
    at: at(minute),
    request: { dBSnapshotIdentifier: 'orders', attributeName: 'restore', ...values },
    response: restore && {
      dBSnapshotIdentifier: 'orders',
      dBSnapshotAttributes: [{ attributeName: 'restore', attributeValues: restore }],
    },
    ...parts,
  });
const modifyCluster = (minute: number, values: object, restore?: readonly string[]) =>
  trailRecord('rds:ModifyDBClusterSnapshotAttribute', {
    at: at(minute),
    request: { dBClusterSnapshotIdentifier: 'Ledger', attributeName: 'restore', ...values },
    response: restore && {
      dBClusterSnapshotIdentifier: 'ledger',
      dBClusterSnapshotAttributes: [{ attributeName: 'restore', attributeValues: restore }],
    },
  });
const call = (name: string, minute: number, request: object) => trailRecord(`rds:${name}`, { at: at(minute), request });
const everybody = { valuesToAdd: ['all'] };

export default casesOf(rule, {
  compliant: [
    { name: 'shared with nobody', state: all() },
    { name: 'shared with a trusted account', state: all('444455556666'), trusted: { accounts: ['444455556666'] } },
    {
      name: 'public on purpose',
      id: 'snapshot:sample-data',
      state: all('all'),
      options: { publicSnapshots: ['snapshot:sample-data'] },
    },
  ],
  drifted: [
    {
      name: 'public, and shared with a stranger',
      state: all('all', '444455556666'),
      violations: [
        { message: 'public', path: 'all', data: {} },
        { message: 'shared', path: '444455556666', data: { who: 'account 444455556666' } },
      ],
      plan: [
        { type: 'rds.unshare-snapshot', params: { share: 'all' } },
        { type: 'rds.unshare-snapshot', params: { share: '444455556666' } },
      ],
    },
  ],
  unknown: [{ name: 'no event showed its attributes', state: { sharedWith: { items: [], complete: false } } }],
  events: [
    {
      name: 'shared and no longer shared; the answers show the whole list',
      events: [
        modify(0, { valuesToAdd: ['444455556666'] }, ['444455556666']),
        modify(6, { valuesToRemove: ['444455556666'] }, []),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'snapshot:orders',
    },
    {
      name: 'the answer shows an older share',
      events: [modify(0, { valuesToAdd: ['444455556666'] }, ['444455556666', '777788889999'])],
      trusted: { accounts: ['444455556666'] },
      transitions: ['opened'],
      texts: [/shared with account 777788889999,/],
    },
    {
      name: 'a cluster made public and deleted, without answers',
      events: [
        modifyCluster(0, everybody),
        call('DeleteDBClusterSnapshot', 1, { dBClusterSnapshotIdentifier: 'ledger' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'cluster-snapshot:ledger',
    },
    {
      name: 'a cluster made public, with the answer',
      events: [modifyCluster(0, everybody, ['all']), modifyCluster(1, { valuesToRemove: ['all'] }, [])],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'made public, then deleted',
      events: [
        call('CreateDBSnapshot', 0, { dBSnapshotIdentifier: 'orders', dBInstanceIdentifier: 'shop' }),
        modify(1, everybody),
        call('DeleteDBSnapshot', 2, { dBSnapshotIdentifier: 'ORDERS' }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'copies are shared with nobody, whatever their source is',
      events: [
        modify(0, everybody, ['all']),
        call('CopyDBSnapshot', 1, { sourceDBSnapshotIdentifier: 'orders', targetDBSnapshotIdentifier: 'copy' }),
        {
          ...modify(2, { valuesToAdd: ['444455556666'] }),
          requestParameters: { dBSnapshotIdentifier: 'copy', valuesToAdd: ['444455556666'] },
        },
      ],
      trusted: { accounts: ['444455556666'] },
      transitions: ['opened'],
      resource: 'snapshot:orders',
    },
    {
      name: 'clusters are not mistaken for instances of the same name',
      events: [
        modify(0, everybody),
        call('CopyDBClusterSnapshot', 1, {
          sourceDBClusterSnapshotIdentifier: 'arn:aws:rds:eu-west-1:111122223333:cluster-snapshot:ledger',
          targetDBClusterSnapshotIdentifier: 'orders',
        }),
        call('CreateDBClusterSnapshot', 2, { dBClusterSnapshotIdentifier: 'orders', dBClusterIdentifier: 'ledger' }),
      ],
      transitions: ['opened'],
      resource: 'snapshot:orders',
    },
    {
      name: 'a removal that leaves what is not known',
      events: [modify(0, { valuesToRemove: ['444455556666'] })],
      transitions: [],
      doubt: /Only the shares in this log/,
    },
    {
      name: 'a refused call',
      events: [modify(0, everybody, undefined, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    { name: 'a change that shows nobody', events: [modify(0, {})], transitions: [], unreadable: /shows nobody/ },
    {
      name: 'a change of no snapshot',
      events: [call('ModifyDBSnapshotAttribute', 0, everybody)],
      transitions: [],
      unreadable: /names no snapshot/,
    },
  ],
});
