import rule from '../../../shared/rules/ebs/ebs-snapshot-public.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { snapshotsAre } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

/** The region lets snapshots be public. */
const UNBLOCKED = { block: snapshotsAre('unblocked') };

const snapshotId = 'snap-0123456789abcdef0';
const all = (items: readonly string[]) => ({ sharedWith: { items, complete: true } });
const modify = (permission: unknown, at = '2026-03-02T09:00:00Z', parts: object = {}) =>
  trailRecord('ec2:ModifySnapshotAttribute', {
    at,
    request: { snapshotId, createVolumePermission: permission, attributeType: 'CREATE_VOLUME_PERMISSION' },
    response: { requestId: 'example', _return: true },
    ...parts,
  });
const flat = (operationType: string, who: object, at: string) =>
  modify(undefined, at, { request: { snapshotId, attributeType: 'CREATE_VOLUME_PERMISSION', operationType, ...who } });
const later = '2026-03-02T09:05:00Z';
const call = (name: string, parts: object = {}) =>
  trailRecord(`ec2:${name}`, { at: later, request: { snapshotId }, response: { _return: true }, ...parts });
const created = trailRecord('ec2:CreateSnapshot', {
  at: '2026-03-02T08:00:00Z',
  request: { volumeId: 'vol-0123456789abcdef0' },
  response: { snapshotId, status: 'pending', encrypted: false },
});

export default casesOf(rule, {
  compliant: [
    { name: 'shared with nobody', state: all([]) },
    { name: 'shared with its own account', state: all([ACCOUNT]) },
    { name: 'shared with a trusted account', state: all(['444455556666']), trusted: { accounts: ['444455556666'] } },
    {
      name: 'public on purpose',
      id: snapshotId,
      state: all(['all', '444455556666']),
      options: { publicSnapshots: [snapshotId] },
    },
  ],
  drifted: [
    {
      name: 'public',
      neighbours: UNBLOCKED,
      state: { sharedWith: { items: ['all'], complete: false } },
      violations: [{ message: 'public', path: 'all', data: {} }],
      plan: [{ type: 'ebs.unshare-snapshot', params: { share: 'all' } }],
    },
    {
      name: 'shared with two strangers and a trusted account: only the strangers go',
      neighbours: UNBLOCKED,
      state: all(['444455556666', '777788889999', '123412341234']),
      trusted: { accounts: ['777788889999'] },
      violations: [
        { message: 'shared', path: '444455556666', data: { who: 'account 444455556666' } },
        { message: 'shared', path: '123412341234', data: { who: 'account 123412341234' } },
      ],
      plan: [
        { type: 'ebs.unshare-snapshot', params: { share: '444455556666' } },
        { type: 'ebs.unshare-snapshot', params: { share: '123412341234' } },
      ],
    },
  ],
  unknown: [
    { name: 'no event showed its permissions', state: { sharedWith: { items: [], complete: false } } },
    {
      name: 'only a trusted account is known',
      state: { sharedWith: { items: ['444455556666'], complete: false } },
      trusted: { accounts: ['444455556666'] },
    },
  ],
  events: [
    {
      name: 'made public and private again, with nothing known of before',
      events: [
        modify({ add: { items: [{ group: 'all' }] } }),
        modify({ remove: { items: [{ group: 'all' }] } }, later),
      ],
      transitions: ['opened', 'resolved'],
      resource: snapshotId,
    },
    {
      name: 'shared with a stranger, then with everybody, then with the stranger only',
      events: [
        created,
        modify({ add: { items: [{ userId: '444455556666' }] } }),
        modify({ add: { items: [{ group: 'all' }] }, remove: {} }, '2026-03-02T09:01:00Z'),
        modify({ remove: { items: { group: 'all' } } }, '2026-03-02T09:02:00Z'),
      ],
      transitions: ['opened', 'changed', 'changed'],
      texts: [/shared with account 444455556666,/],
    },
    {
      name: 'the older form, with lists beside an operation',
      events: [
        flat('add', { userId: ['444455556666'], groupName: 'all' }, '2026-03-02T09:00:00Z'),
        flat('remove', { userGroup: { items: [{ group: 'all' }] } }, '2026-03-02T09:01:00Z'),
        flat('remove', { userIds: { items: [{ userId: '444455556666' }] } }, '2026-03-02T09:02:00Z'),
      ],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'a trusted account',
      events: [created, modify({ add: { items: [{ userId: '444455556666' }] } })],
      trusted: { accounts: ['444455556666'] },
      transitions: [],
    },
    {
      name: 'a removal that leaves what is not known',
      events: [modify({ remove: { items: [{ userId: '444455556666' }] } })],
      transitions: [],
      doubt: /Only the shares in this log/,
    },
    {
      name: 'reset',
      events: [modify({ add: { items: [{ group: 'all' }] } }), call('ResetSnapshotAttribute')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'deleted',
      events: [modify({ add: { items: [{ group: 'all' }] } }), call('DeleteSnapshot')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a copy is shared with nobody',
      events: [
        modify({ add: { items: [{ group: 'all' }] } }),
        call('CopySnapshot', {
          request: { sourceSnapshotId: snapshotId },
          response: { snapshotId: 'snap-0fedcba9876543210' },
        }),
      ],
      transitions: ['opened'],
      resource: snapshotId,
    },
    {
      name: 'the snapshots of an instance are shared with nobody, until one is',
      events: [
        trailRecord('ec2:CreateSnapshots', {
          at: '2026-03-02T08:00:00Z',
          request: { CreateSnapshotsRequest: { InstanceSpecification: { InstanceId: 'i-0123456789abcdef0' } } },
          response: {
            CreateSnapshotsResponse: {
              snapshotSet: { item: [{ snapshotId }, { snapshotId: 'snap-0aaaaaaaaaaaaaaaa' }] },
            },
          },
        }),
        modify({ add: { items: [{ group: 'all' }] } }),
      ],
      transitions: ['opened'],
      resource: snapshotId,
    },
    {
      name: 'snapshots of an instance that are not named',
      events: [trailRecord('ec2:CreateSnapshots', { request: { CreateSnapshotsRequest: {} } })],
      transitions: [],
      unreadable: /CreateSnapshots names no snapshot/,
    },
    {
      name: 'deleted, and restored from the recycle bin',
      events: [created, call('DeleteSnapshot'), call('RestoreSnapshotFromRecycleBin', { at: '2026-03-02T09:10:00Z' })],
      transitions: [],
      doubt: /Only the shares in this log/,
    },
    {
      name: 'another attribute',
      events: [call('ModifySnapshotAttribute', { request: { snapshotId, attributeType: 'productCodes' } })],
      transitions: [],
      doubt: /Only the shares/,
    },
    {
      name: 'a refused call',
      events: [modify({ add: { items: [{ group: 'all' }] } }, later, { errorCode: 'Client.UnauthorizedOperation' })],
      transitions: [],
    },
    {
      name: 'a change that shows nobody',
      events: [modify({ add: {} })],
      transitions: [],
      unreadable: /shows no permission/,
    },
    {
      name: 'a permission for nobody',
      events: [modify({ add: { items: [{ userId: '' }] } })],
      transitions: [],
      unreadable: /without an account/,
    },
    {
      name: 'a change of no snapshot',
      events: [call('ModifySnapshotAttribute', { request: null })],
      transitions: [],
      unreadable: /names no snapshot/,
    },
  ],
});
