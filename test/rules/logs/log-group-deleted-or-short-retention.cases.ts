import rule from '../../../shared/rules/logs/log-group-deleted-or-short-retention.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const logGroupName = '/aws/lambda/orders';
const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`logs:${name}`, { at: at(minute), request: { logGroupName, ...request }, ...parts });
const put = (minute: number, retentionInDays: unknown) => call('PutRetentionPolicy', minute, { retentionInDays });
const short = (days: number, minimum = 365) =>
  [{ message: 'short', path: 'retention', data: { days, minimum } }] as const;

export default casesOf(rule, {
  compliant: [
    { name: 'logs never expire', state: { retention: null } },
    { name: 'logs are kept for a year', state: { retention: 365 } },
    { name: 'logs are kept for as long as is asked', state: { retention: 30 }, options: { minimumDays: 30 } },
    { name: 'a temporary log group', id: 'ci/build-17', state: { retention: 1 }, options: { temporary: ['ci/*'] } },
    { name: 'a log group that only delivers its logs', state: { retention: 2, logGroupClass: 'DELIVERY' } },
    { name: 'a retention that only such a group can have', state: { retention: 2 } },
    {
      name: "the log group of Plumbline's heartbeat, of any stage",
      id: '/plumbline/dev/heartbeat',
      state: { retention: 1 },
    },
  ],
  drifted: [
    {
      name: 'a log group for logs that are seldom read',
      state: { retention: 1, logGroupClass: 'INFREQUENT_ACCESS' },
      violations: short(1),
    },
    {
      name: "one that is only named like the heartbeat's",
      id: '/plumbline/dev/heartbeats',
      state: { retention: 1 },
      violations: short(1),
      plan: [{ type: 'logs.put-retention', params: { before: 1, after: 365 } }],
    },
    {
      name: 'a retention that is too short, nothing known of before',
      state: { retention: 7 },
      violations: short(7),
      plan: [{ type: 'logs.put-retention', params: { before: 7, after: 365 } }],
    },
    {
      name: 'shortened: what was there comes back',
      state: { retention: 30 },
      baseline: { retention: 731 },
      violations: short(30),
      plan: [{ type: 'logs.put-retention', params: { before: 30, after: 731 } }],
    },
    {
      name: 'logs never expired before',
      state: { retention: 30 },
      baseline: { retention: null },
      violations: short(30),
      plan: [{ type: 'logs.put-retention', params: { before: 30, after: null } }],
    },
    {
      name: 'a minimum that CloudWatch Logs does not offer is rounded up; what was there was too short as well',
      state: { retention: 1 },
      baseline: { retention: 90 },
      options: { minimumDays: 100 },
      violations: short(1, 100),
      plan: [{ type: 'logs.put-retention', params: { before: 1, after: 120 } }],
    },
  ],
  unknown: [{ name: 'no event showed its retention', state: {} }],
  events: [
    {
      name: 'created, shortened, put right',
      events: [call('CreateLogGroup', 0, { tags: { team: 'shop' } }), put(1, 14), put(2, 400)],
      transitions: ['opened', 'resolved'],
      resource: logGroupName,
    },
    {
      name: 'a log group that only delivers its logs, created and deleted',
      events: [call('CreateLogGroup', 0, { logGroupClass: 'DELIVERY' }), call('DeleteLogGroup', 1)],
      transitions: [],
    },
    {
      name: 'a log group for logs that are seldom read, shortened and deleted',
      events: [
        call('CreateLogGroup', 0, { logGroupClass: 'INFREQUENT_ACCESS' }),
        put(1, 30),
        call('DeleteLogGroup', 2),
      ],
      transitions: ['opened', 'changed'],
    },
    {
      name: "the heartbeat's log group, as it is made, changed each day and removed with its stage",
      events: ['CreateLogGroup', 'PutRetentionPolicy', 'DeleteLogGroup'].map((name, minute) =>
        call(name, minute, { logGroupName: '/plumbline/prod/heartbeat', retentionInDays: 1 }),
      ),
      transitions: [],
    },
    {
      name: 'a retention in text, shortened twice, then for ever',
      events: [put(0, '30'), put(1, 3), call('DeleteRetentionPolicy', 2)],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'deleted, and created anew',
      events: [call('DeleteLogGroup', 0), call('CreateLogGroup', 1)],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'shortened, then deleted',
      events: [put(0, 1), call('DeleteLogGroup', 1)],
      transitions: ['opened', 'changed'],
      texts: ['The log group was deleted with all its logs.'],
    },
    {
      name: 'a temporary log group, deleted',
      events: [put(0, 1), call('DeleteLogGroup', 1)],
      options: { temporary: ['/aws/lambda/*'] },
      transitions: [],
    },
    {
      name: 'created and deleted within a second, delivered the other way round',
      events: [call('DeleteLogGroup', 0), call('CreateLogGroup', 0)],
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [call('DeleteLogGroup', 0, {}, { errorCode: 'AccessDeniedException' })],
      transitions: [],
    },
    {
      name: 'a retention without its days',
      events: [put(0, undefined)],
      transitions: [],
      unreadable: /shows no number of days/,
    },
    {
      name: 'no log group named',
      events: [call('DeleteLogGroup', 0, { logGroupName: '' })],
      transitions: [],
      unreadable: /names no log group/,
    },
  ],
});
