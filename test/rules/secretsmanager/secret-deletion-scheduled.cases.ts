import rule from '../../../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const id = 'orders-a1b2c3';
const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${id}`;
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { secretId: arn, ...request },
    response: { arn, name: 'orders' },
    ...parts,
  });
const scheduled = { message: 'scheduled', path: 'scheduledForDeletion', data: {} } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'a secret that stays', id, state: { scheduledForDeletion: false } },
    {
      name: 'a retired secret',
      id,
      state: { scheduledForDeletion: true },
      options: { retiredSecrets: ['ord*'] },
    },
    { name: 'a secret that RDS deletes', id: 'rds!db-1-a1b2c3', state: { scheduledForDeletion: true } },
  ],
  drifted: [
    {
      name: 'scheduled for deletion',
      id,
      state: { scheduledForDeletion: true, rotation: { on: false } },
      violations: [scheduled],
      plan: [{ type: 'secretsmanager.restore-secret', params: {} }],
    },
  ],
  unknown: [{ name: 'no event showed it', id, state: {} }],
  events: [
    {
      name: 'scheduled, and restored',
      events: [call('DeleteSecret', 0, { recoveryWindowInDays: 7 }), call('RestoreSecret', 1)],
      transitions: ['opened', 'resolved'],
      resource: id,
    },
    {
      name: 'deleted at once, as records of 2023 show it, and created anew under its id',
      events: [
        call('DeleteSecret', 0, { forceDeleteWithoutRecovery: true }, { response: { aRN: arn, name: 'orders' } }),
        call('CreateSecret', 1, { name: 'orders' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: id,
      texts: [/was deleted, and its value cannot be restored/],
    },
    {
      name: 'a retired secret that is deleted at once',
      events: [call('DeleteSecret', 0, { forceDeleteWithoutRecovery: true })],
      transitions: [],
      options: { retiredSecrets: ['orders'] },
    },
    {
      name: 'a refused call',
      events: [call('DeleteSecret', 0, {}, { errorCode: 'AccessDeniedException', response: null })],
      transitions: [],
    },
    {
      name: 'a request that names no secret',
      events: [call('DeleteSecret', 0, { secretId: '' }, { response: null })],
      transitions: [],
      unreadable: /names no secret/,
    },
  ],
});
