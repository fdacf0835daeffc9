import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import rule from '../../../shared/rules/iam/iam-root-access-key-created.ts';
import { iamUser, root, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const KEY = 'AKIAEXAMPLE111111111';
const create = (by = root, request: unknown = null, userName?: string) =>
  trailRecord('iam:CreateAccessKey', {
    by,
    region: 'us-east-1',
    request,
    response: {
      accessKey: {
        accessKeyId: KEY,
        status: 'Active',
        createDate: 'Mar 2, 2026 9:00:00 AM',
        ...(userName ? { userName } : {}),
      },
    },
  });
const change = (status: string, at: string) =>
  trailRecord('iam:UpdateAccessKey', { by: root, at, region: 'us-east-1', request: { accessKeyId: KEY, status } });
const remove = (at: string, by = root) =>
  trailRecord('iam:DeleteAccessKey', { by, at, region: 'us-east-1', request: { accessKeyId: KEY } });

export default casesOf(rule, {
  compliant: [{ name: 'no key', state: { rootAccessKeys: exactly([]) } }],
  drifted: [
    {
      name: 'two keys, one of them inactive',
      state: {
        rootAccessKeys: {
          items: [
            { id: KEY, active: true },
            { id: 'AKIAEXAMPLE222222222', active: false },
          ],
          complete: false,
        },
      },
      violations: [
        { message: 'active', path: KEY, data: { key: KEY } },
        { message: 'inactive', path: 'AKIAEXAMPLE222222222', data: { key: 'AKIAEXAMPLE222222222' } },
      ],
    },
    {
      name: 'a key that only root can name',
      state: { rootAccessKeys: UNSEEN, rootHasAccessKeys: true },
      violations: [{ message: 'present', path: 'root', data: {} }],
    },
    {
      name: 'a key that an event has named',
      state: { rootAccessKeys: { items: [{ id: KEY, active: true }], complete: false }, rootHasAccessKeys: true },
      violations: [{ message: 'active', path: KEY, data: { key: KEY } }],
    },
  ],
  unknown: [{ name: 'no event showed a key', state: { rootAccessKeys: UNSEEN } }],
  events: [
    {
      name: 'created by root, deactivated and deleted',
      events: [create(), change('Inactive', '2026-03-02T09:30:00Z'), remove('2026-03-02T09:31:00Z')],
      transitions: ['opened', 'changed', 'resolved'],
      resource: 'account',
      texts: [/has an inactive access key/],
    },
    {
      name: 'a key of old, activated by root',
      events: [change('Active', '2026-03-02T09:30:00Z')],
      transitions: ['opened'],
      texts: [`The root user has an access key, ${KEY}: its holder can do everything in this account.`],
    },
    { name: 'root creates a key for a user', events: [create(root, { userName: 'ci' }, 'ci')], transitions: [] },
    { name: 'a user creates a key for itself', events: [create(iamUser('ci'), null, 'ci')], transitions: [] },
    {
      name: 'a user deletes a key of its own',
      events: [create(), remove('2026-03-02T09:31:00Z', iamUser('ci'))],
      transitions: ['opened'],
    },
    {
      name: 'a key of old deleted by root',
      events: [remove('2026-03-02T09:31:00Z')],
      transitions: [],
      doubt: /other access keys/,
    },
    {
      name: 'a refused call',
      events: [trailRecord('iam:CreateAccessKey', { by: root, errorCode: 'LimitExceededException' })],
      transitions: [],
    },
    {
      name: 'an answer without the key',
      events: [trailRecord('iam:CreateAccessKey', { by: root })],
      transitions: [],
      unreadable: /CreateAccessKey shows no accessKeyId/,
    },
  ],
});
