import { UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import type { AccessKey } from '../../../shared/resources/iam-user-credentials/kind.ts';
import rule from '../../../shared/rules/iam/iam-access-key-standing.ts';
import { iamUser, root, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const [ONE, TWO] = ['AKIAEXAMPLE111111111', 'AKIAEXAMPLE222222222'];
const allowed = { allowedUsers: ['ci*'] };
const used = { active: true, created: '2026-03-01', lastUsed: '2026-03-02' };
const withKeys = (...keys: readonly AccessKey[]) => ({ devices: UNSEEN, keys: exactly(keys) });
const standing = (key: string) => ({ message: 'standing', path: key, data: { key } }) as const;
const deactivate = (key: string) => ({ type: 'iam.deactivate-access-key', params: { key } });

const call = (name: string, minute: number, request: unknown, parts: object = {}) =>
  trailRecord(`iam:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, region: 'us-east-1', request, ...parts });
const create = (minute: number, key: string, request: unknown = { userName: 'ci' }, parts: object = {}) =>
  call('CreateAccessKey', minute, request, {
    response: {
      accessKey: { userName: 'ci', accessKeyId: key, status: 'Active', createDate: 'Mar 2, 2026 9:00:00 AM' },
    },
    ...parts,
  });
const change = (minute: number, status: string, key = ONE) =>
  call('UpdateAccessKey', minute, { userName: 'ci', accessKeyId: key, status });

export default casesOf(rule, {
  compliant: [
    { name: 'no key', state: withKeys() },
    { name: 'an inactive key', state: withKeys({ id: ONE, active: false, created: '2020-01-01', lastUsed: null }) },
    { name: 'a user who may have a key', id: 'ci-1', options: allowed, state: withKeys({ id: ONE, ...used }) },
    {
      name: 'a key that is allowed on its last day',
      id: 'ci',
      options: { ...allowed, maximumAgeDays: 61, maximumUnusedDays: 30 },
      state: withKeys({ id: ONE, active: true, created: '2026-01-01', lastUsed: '2026-02-01' }),
    },
  ],
  drifted: [
    {
      name: 'a new key',
      state: withKeys({ id: ONE, ...used }),
      violations: [standing(ONE)],
      plan: [deactivate(ONE)],
    },
    {
      name: 'a key that is old, and was never used',
      state: withKeys({ id: ONE, active: true, created: '2025-11-01', lastUsed: null }),
      violations: [
        standing(ONE),
        { message: 'old', path: `${ONE}/age`, data: { key: ONE, created: '2025-11-01', days: 90 } },
        { message: 'unused', path: `${ONE}/use`, data: { key: ONE, since: '2025-11-01', days: 45 } },
      ],
      plan: [deactivate(ONE)],
    },
    {
      name: 'a key that is allowed, old and in use',
      id: 'ci',
      options: allowed,
      state: withKeys({ id: ONE, active: true, created: '2025-12-01', lastUsed: '2026-03-02' }),
      violations: [{ message: 'old', path: `${ONE}/age`, data: { key: ONE, created: '2025-12-01', days: 90 } }],
      plan: [deactivate(ONE)],
    },
    {
      name: 'a key that is allowed, new and not used any more',
      id: 'ci',
      options: { ...allowed, maximumUnusedDays: 10 },
      state: withKeys({ id: ONE, active: true, created: '2026-02-01', lastUsed: '2026-02-15' }),
      violations: [{ message: 'unused', path: `${ONE}/use`, data: { key: ONE, since: '2026-02-15', days: 10 } }],
      plan: [deactivate(ONE)],
    },
    {
      name: 'a second key of a user who may have one',
      id: 'ci',
      options: allowed,
      baseline: withKeys({ id: ONE, ...used }),
      state: withKeys({ id: ONE, ...used }, { id: TWO, ...used }),
      violations: [{ message: 'several', path: 'keys', data: { keys: `${ONE}, ${TWO}` } }],
      plan: [deactivate(TWO)],
    },
    {
      name: 'two keys, and it is not known which was there first',
      id: 'ci',
      options: allowed,
      state: withKeys({ id: ONE, ...used }, { id: TWO, ...used }),
      violations: [{ message: 'several', path: 'keys', data: { keys: `${ONE}, ${TWO}` } }],
      cannot: /which of the access keys was there first/,
    },
    {
      name: 'two keys, one of which is unused',
      id: 'ci',
      options: allowed,
      state: withKeys({ id: ONE, ...used }, { id: TWO, active: true, created: '2026-01-01', lastUsed: null }),
      violations: [
        { message: 'several', path: 'keys', data: { keys: `${ONE}, ${TWO}` } },
        { message: 'unused', path: `${TWO}/use`, data: { key: TWO, since: '2026-01-01', days: 45 } },
      ],
      plan: [deactivate(TWO)],
    },
  ],
  unknown: [
    { name: 'no event showed a key', state: { devices: UNSEEN, keys: UNSEEN } },
    {
      name: 'a key that is allowed, and whose age is not known',
      id: 'ci',
      options: allowed,
      state: withKeys({ id: ONE, active: true }),
    },
  ],
  events: [
    {
      name: 'two keys, of which one is deactivated and one deleted',
      events: [
        call('CreateUser', 0, { userName: 'ci' }),
        create(1, ONE),
        create(2, TWO, null, { by: iamUser('ci') }),
        change(3, 'Inactive'),
        call('DeleteAccessKey', 4, { userName: 'ci', accessKeyId: TWO }),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
      resource: 'ci',
    },
    {
      name: 'a key of old is activated',
      events: [change(0, 'Inactive'), change(1, 'Active')],
      transitions: ['opened'],
      texts: [/^Access key AKIAEXAMPLE111111111 of the user is active/],
    },
    {
      name: 'a user who is deleted',
      events: [create(0, ONE), call('DeleteUser', 1, { userName: 'ci' })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a user who gets another name',
      events: [create(0, ONE), call('UpdateUser', 1, { userName: 'ci', newUserName: 'build' })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'root creates a key for itself',
      events: [
        call('CreateAccessKey', 0, null, { by: root, response: { accessKey: { accessKeyId: ONE, status: 'Active' } } }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [create(0, ONE, { userName: 'ci' }, { errorCode: 'LimitExceededException', response: null })],
      transitions: [],
    },
    {
      name: 'an answer without the key',
      events: [call('CreateAccessKey', 0, { userName: 'ci' })],
      transitions: [],
      unreadable: /CreateAccessKey shows no accessKeyId/,
    },
    {
      name: 'a call that shows no user',
      events: [call('DeleteAccessKey', 0, { accessKeyId: ONE })],
      transitions: [],
      unreadable: /DeleteAccessKey shows no user/,
    },
  ],
});
