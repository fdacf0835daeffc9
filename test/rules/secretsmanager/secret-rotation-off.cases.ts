import rule from '../../../shared/rules/secretsmanager/secret-rotation-off.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const id = 'orders-a1b2c3';
const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}`;
const lambda = `arn:aws:lambda:eu-west-1:${ACCOUNT}:function:rotate`;
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { secretId: 'orders', ...request },
    response: { arn, name: 'orders' },
    ...parts,
  });
const rotate = (minute: number, rotationRules?: object) =>
  call('RotateSecret', minute, { rotationLambdaARN: lambda, ...(rotationRules ? { rotationRules } : {}) });
const monthly = { on: true, function: lambda, days: 30 };
const off = { message: 'off', path: 'rotation', data: {} } as const;
const rare = (days: number) => ({ message: 'rare', path: 'interval', data: { days, maximum: 90 } }) as const;
const put = (before: object, after: object) => [{ type: 'secretsmanager.put-rotation', params: { before, after } }];

export default casesOf(rule, {
  compliant: [
    { name: 'every month', id, state: { rotation: monthly } },
    { name: 'every 90 days, by a rate', id, state: { rotation: { on: true, schedule: 'rate(90 days)' } } },
    { name: 'every 4 hours', id, state: { rotation: { on: true, schedule: 'rate(4 hours)' } } },
    { name: 'on the first day of the month', id, state: { rotation: { on: true, schedule: 'cron(0 8 1 * ? *)' } } },
    { name: 'a secret of RDS', id: 'rds!db-1-a1b2c3', state: { rotation: { on: false } } },
    { name: 'a replica, which has no rotation of its own', id, state: { rotation: { on: false }, replica: true } },
    {
      name: 'one that cannot be rotated',
      id,
      state: { rotation: { on: false } },
      options: { unrotatedSecrets: ['orders'] },
    },
    { name: 'as rare as is allowed', id, state: { rotation: { on: true, days: 365 } }, options: { maximumDays: 365 } },
  ],
  drifted: [
    { name: 'never configured', id, state: { rotation: { on: false } }, violations: [off], cannot: /Only its owner/ },
    {
      name: 'cancelled: AWS keeps its function and its schedule',
      id,
      state: { rotation: { ...monthly, on: false } },
      violations: [off],
      plan: put({ ...monthly, on: false }, monthly),
    },
    {
      name: 'scheduled for deletion besides',
      id,
      state: { rotation: { ...monthly, on: false }, scheduledForDeletion: true },
      violations: [off],
      cannot: /scheduled for deletion/,
    },
    {
      name: 'cancelled, with a schedule that is too rare',
      id,
      state: { rotation: { on: false, function: lambda, days: 365 } },
      violations: [off],
      cannot: /too rare/,
    },
    {
      name: 'lengthened: the earlier schedule comes back',
      id,
      state: { rotation: { ...monthly, days: 365 } },
      baseline: { rotation: { on: true, function: lambda, schedule: 'cron(0 8 1 * ? *)', window: '3h' } },
      violations: [rare(365)],
      plan: put({ ...monthly, days: 365 }, { on: true, function: lambda, schedule: 'cron(0 8 1 * ? *)', window: '3h' }),
    },
    {
      name: 'always too rare: the most days that are allowed',
      id,
      state: { rotation: { on: true, function: lambda, schedule: 'rate(200 days)', window: '2h' } },
      violations: [rare(200)],
      plan: put(
        { on: true, function: lambda, schedule: 'rate(200 days)', window: '2h' },
        { on: true, function: lambda, days: 90 },
      ),
    },
  ],
  unknown: [{ name: 'no event showed it', id, state: { replica: false } }],
  events: [
    {
      name: 'created without rotation, which is then switched on, cancelled and switched on again as it was',
      events: [
        call('CreateSecret', 0, { name: 'orders' }),
        rotate(1, { automaticallyAfterDays: 30 }),
        call('CancelRotateSecret', 2),
        call('RotateSecret', 3),
      ],
      transitions: ['opened', 'resolved', 'reopened', 'resolved'],
      resource: id,
    },
    {
      name: 'a rotation that gets rare, of a secret that is then scheduled for deletion',
      events: [
        rotate(0, { automaticallyAfterDays: 30 }),
        rotate(1, { scheduleExpression: 'rate(400 days)' }),
        call('DeleteSecret', 2),
      ],
      transitions: ['opened'],
      texts: ['The secret is rotated every 400 days; it must be at least every 90 days.'],
    },
    {
      name: 'a refused call',
      events: [call('CancelRotateSecret', 0, {}, { errorCode: 'AccessDeniedException', response: null })],
      transitions: [],
    },
    {
      name: 'a call that names no secret',
      events: [call('CancelRotateSecret', 0, { secretId: '' }, { response: null })],
      transitions: [],
      unreadable: /names no secret/,
    },
    {
      name: 'a replica that is made a secret of its own',
      events: [call('CancelRotateSecret', 0), call('StopReplicationToReplica', 1), call('RestoreSecret', 2)],
      transitions: ['opened'],
    },
  ],
});
