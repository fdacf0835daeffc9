import rule from '../../../shared/rules/secretsmanager/secret-rotation-failed.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const id = 'orders-a1b2c3';
const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}`;
const service = (name: string, hour: number, data: object = { SecretId: arn }) =>
  trailRecord(`secretsmanager:${name}`, {
    at: `2026-03-02T0${hour}:00:00Z`,
    by: { invokedBy: 'secretsmanager.amazonaws.com' },
    additionalEventData: data,
  });
const call = (name: string, hour: number, request: object = {}) =>
  trailRecord(`secretsmanager:${name}`, {
    at: `2026-03-02T0${hour}:00:00Z`,
    request: { secretId: 'orders', ...request },
    response: { arn, name: 'orders' },
  });
const on = { on: true, days: 30 };
const right = { rotation: on, unfinished: null, lastRotated: '2026-02-20', created: '2024-01-01' };
const failed = (since: string) => ({ message: 'failed', path: 'unfinished', data: { since } }) as const;

export default casesOf(rule, {
  compliant: [
    { name: 'rotated last month', id, state: right },
    { name: 'a new one, not rotated yet', id, state: { ...right, lastRotated: null, created: '2026-02-01' } },
    { name: 'rotated 90 days ago', id, state: { ...right, lastRotated: '2025-12-02' } },
    { name: 'not rotated at all', id, state: { ...right, rotation: { on: false }, lastRotated: '2020-01-01' } },
    { name: 'a replica', id, state: { ...right, replica: true, lastRotated: '2020-01-01' } },
    { name: 'a secret of RDS', id: 'rds!db-1-a1b2c3', state: { ...right, lastRotated: '2020-01-01' } },
    {
      name: 'one that is not judged',
      id,
      state: { ...right, lastRotated: null },
      options: { ignoredSecrets: ['orders'] },
    },
  ],
  drifted: [
    {
      name: 'an event showed that it failed',
      id,
      state: { ...right, unfinished: { since: '2026-03-02T11:59:00.000Z', failed: true } },
      violations: [failed('2026-03-02T11:59:00.000Z')],
    },
    {
      name: 'it does not end',
      id,
      state: { ...right, unfinished: { since: '2026-03-02T10:59:00.000Z' } },
      violations: [failed('2026-03-02T10:59:00.000Z')],
    },
    {
      name: 'overdue',
      id,
      state: { ...right, lastRotated: '2025-11-30' },
      violations: [{ message: 'overdue', path: 'lastRotated', data: { since: '2025-11-30', days: 90 } }],
    },
    {
      name: 'never rotated',
      id,
      state: { ...right, lastRotated: null },
      options: { maximumDays: 365 },
      violations: [{ message: 'never', path: 'lastRotated', data: { since: '2024-01-01', days: 365 } }],
    },
  ],
  unknown: [
    { name: 'no event showed anything', id, state: {} },
    { name: 'it is going on', id, state: { ...right, unfinished: { since: '2026-03-02T11:30:00.000Z' } } },
    {
      name: 'it is going on, for the time that is allowed',
      id,
      state: { ...right, unfinished: { since: '2026-03-02T01:00:00.000Z' } },
      options: { maximumHours: 24 },
    },
    { name: 'no event showed the last rotation', id, state: { unfinished: null, rotation: on } },
  ],
  events: [
    {
      name: 'a rotation that fails, is tried again and succeeds',
      events: [
        call('CreateSecret', 1, { name: 'orders' }),
        call('RotateSecret', 2, { rotationRules: { automaticallyAfterDays: 30 } }),
        service('RotationStarted', 3),
        service('RotationFailed', 4),
        service('RotationStarted', 5),
        service('RotationSucceeded', 6),
      ],
      transitions: ['opened', 'resolved'],
      resource: id,
      texts: ['A rotation of the secret began at 2026-03-02T03:00:00.000Z and failed or did not end.'],
    },
    {
      name: 'a test that fails, and one that succeeds',
      events: [
        service('TestRotationFailed', 1),
        service('TestRotationSucceeded', 2),
        service('RotationAbandoned', 3),
        call('CancelRotateSecret', 4),
      ],
      transitions: ['opened', 'resolved'],
      resource: id,
    },
    {
      name: 'a rotation that fails, and a new version that ends it',
      events: [service('RotationFailed', 1), service('RotationAbandoned', 2)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a rotation that fails, and is switched off',
      events: [service('RotationFailed', 1), call('CancelRotateSecret', 2)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a rotation that fails, and a secret that is deleted',
      events: [service('RotationFailed', 1), call('DeleteSecret', 2, { forceDeleteWithoutRecovery: true })],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'an event that names no secret',
      events: [service('RotationFailed', 1, { Other: 'x' })],
      transitions: [],
      unreadable: /names no secret/,
    },
    {
      name: 'a replica, a secret of its own, and one that is restored',
      events: [service('RotationFailed', 1), call('StopReplicationToReplica', 2), call('RestoreSecret', 3)],
      transitions: ['opened'],
    },
  ],
});
