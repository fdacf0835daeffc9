import rule from '../../../shared/rules/ssm/ssm-document-shared.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`ssm:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { name: 'restart-shop', ...request },
    ...parts,
  });
const share = (minute: number, request: object, parts: object = {}) =>
  call('ModifyDocumentPermission', minute, { permissionType: 'Share', ...request }, parts);
const all = (...items: readonly string[]) => ({ sharedWith: { items, complete: true } });

export default casesOf(rule, {
  compliant: [
    { name: 'shared with nobody', state: all() },
    { name: 'shared with a trusted account', state: all('444455556666'), trusted: { accounts: ['444455556666'] } },
    {
      name: 'public on purpose',
      id: 'restart-shop',
      state: all('all'),
      options: { publicDocuments: ['restart-shop'] },
    },
  ],
  drifted: [
    {
      name: 'public',
      state: all('all'),
      violations: [{ message: 'public', path: 'all', data: {} }],
      plan: [{ type: 'ssm.unshare-document', params: { share: 'all' } }],
    },
    {
      name: 'shared with a stranger',
      state: all('444455556666', '777788889999'),
      trusted: { accounts: ['444455556666'] },
      violations: [{ message: 'shared', path: '777788889999', data: { who: 'account 777788889999' } }],
      plan: [{ type: 'ssm.unshare-document', params: { share: '777788889999' } }],
    },
  ],
  unknown: [{ name: 'no event showed with whom', state: { sharedWith: { items: [], complete: false } } }],
  events: [
    {
      name: 'made public, and private again',
      events: [
        call('CreateDocument', 0, { documentType: 'Command' }),
        share(1, { accountIdsToAdd: ['All'] }),
        share(2, { accountIdsToRemove: ['all'] }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'restart-shop',
    },
    {
      name: 'shared with a stranger, and deleted after one of its versions',
      events: [
        share(0, { accountIdsToAdd: ['777788889999'] }),
        call('DeleteDocument', 1, { documentVersion: '1' }),
        call('DeleteDocument', 2),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/account 777788889999/],
    },
    {
      name: 'a refused call',
      events: [share(0, { accountIdsToAdd: ['all'] }, { errorCode: 'DocumentPermissionLimit' })],
      transitions: [],
    },
    {
      name: 'a call without accounts',
      events: [share(0, {})],
      transitions: [],
      unreadable: /shows no account/,
    },
  ],
});
