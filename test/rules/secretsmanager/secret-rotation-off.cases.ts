import rule from '../../../shared/rules/secretsmanager/secret-rotation-off.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object | null, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const secretId = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbC123';
const create = call('CreateSecret', 0, { name: 'orders/db' });
const rotate = (minute: number, request: object, parts: object = {}) =>
  call('RotateSecret', minute, { secretId, ...request }, parts);
const right = { rotates: true, rotatable: true, rotationDays: 30, rotated: '2026-03-01', owner: null, deleting: false };
const off = { message: 'off', path: 'rotation', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'it is rotated every month', state: right },
    { name: 'its rotation is late by less than the grace', state: { ...right, rotated: '2026-01-25' } },
    { name: 'people rotate it', id: 'api/key', options: { static: ['api/*'] }, state: { ...right, rotates: false } },
    { name: 'a service owns it and cannot rotate it', state: { ...right, rotates: false, owner: 'appflow' } },
    { name: 'it is being deleted', state: { ...right, rotates: false, deleting: true } },
    { name: 'a schedule that is no number of days', state: { ...right, rotationDays: null, rotated: '2026-01-01' } },
  ],
  drifted: [
    {
      name: 'its rotation is cancelled',
      state: { ...right, rotates: false },
      violations: [off],
      plan: [{ type: 'secretsmanager.put-rotation', params: { before: false, after: true } }],
    },
    {
      name: 'it was never rotated',
      state: { ...right, rotates: false, rotatable: false },
      violations: [off],
      cannot: /no rotation function/,
    },
    {
      name: 'it is rotated too seldom',
      state: { ...right, rotationDays: 365 },
      violations: [{ message: 'seldom', path: 'schedule', data: { days: 365, maximum: 90 } }],
      cannot: /no rotation function/,
    },
    {
      name: 'its rotation fails',
      state: { ...right, rotated: '2025-12-01' },
      violations: [{ message: 'overdue', path: 'rotated', data: { day: '2025-12-01' } }],
      cannot: /has to be mended/,
    },
    {
      name: 'a service owns it, and its rotation fails',
      state: { ...right, owner: 'rds', rotated: '2025-12-01' },
      violations: [{ message: 'overdue', path: 'rotated', data: { day: '2025-12-01' } }],
      cannot: /has to be mended/,
    },
  ],
  unknown: [
    { name: 'no event showed anything', state: {} },
    { name: 'no event showed when it was rotated', state: { rotates: true, rotationDays: 30 } },
  ],
  events: [
    {
      name: 'a new secret, a schedule, and its end',
      events: [
        create,
        rotate(1, { rotationRules: { automaticallyAfterDays: 30 } }),
        call('CancelRotateSecret', 3, { secretId }, { response: { aRN: secretId, name: 'orders/db' } }),
        rotate(4, {}),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: 'orders/db',
    },
    {
      name: 'a schedule that is too long',
      events: [create, rotate(1, { rotationRules: { scheduleExpression: 'rate(200 days)' } })],
      transitions: ['opened', 'changed'],
      texts: [/every 200 days only/],
    },
    {
      name: 'a new secret that is deleted, restored and deleted at once',
      events: [
        create,
        call('DeleteSecret', 1, { secretId: 'orders/db', recoveryWindowInDays: 7 }),
        call('RestoreSecret', 2, { secretId }),
        call('DeleteSecret', 3, { secretId, forceDeleteWithoutRecovery: true }),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('CancelRotateSecret', 0, { secretId }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names no secret',
      events: [call('CancelRotateSecret', 0, {})],
      transitions: [],
      unreadable: /names no secret/,
    },
  ],
});
