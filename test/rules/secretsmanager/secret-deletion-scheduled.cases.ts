import rule from '../../../shared/rules/secretsmanager/secret-deletion-scheduled.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const secretId = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-AbC123';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`secretsmanager:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });

export default settingsCases(rule, {
  right: { deleting: false },
  wrong: { deleting: true },
  compliant: [{ name: 'it may be deleted', id: 'trial', options: { temporary: ['trial'] }, state: { deleting: true } }],
  events: [
    {
      name: 'a deletion is scheduled and cancelled',
      events: [
        call('CreateSecret', 0, { name: 'orders/db' }),
        call('DeleteSecret', 1, { secretId, recoveryWindowInDays: 7 }),
        call('RestoreSecret', 2, { secretId }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'orders/db',
    },
    {
      name: 'a deletion without a way back leaves nothing to fix',
      events: [call('DeleteSecret', 0, { secretId, forceDeleteWithoutRecovery: true })],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('DeleteSecret', 0, { secretId }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
