import rule from '../../../shared/rules/logs/log-data-protection-removed.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const logGroupName = '/orders/api';
const logGroupIdentifier = `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroupName}`;
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`logs:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });

export default settingsCases(rule, {
  right: { masks: true },
  wrong: { masks: false },
  options: { required: ['*'] },
  compliant: [{ name: 'a group that never had a policy', state: { masks: false } }],
  drifted: [
    {
      name: 'its policy is deleted',
      state: { masks: false },
      baseline: { masks: true },
      violations: [{ message: 'masks', path: 'masks', data: {} }],
    },
  ],
  events: [
    {
      name: 'the policy is put, deleted and put again',
      events: [
        call('PutDataProtectionPolicy', 0, { logGroupIdentifier, policyDocument: '{}' }),
        call('DeleteDataProtectionPolicy', 1, { logGroupIdentifier: logGroupName }),
        call('PutDataProtectionPolicy', 2, { logGroupIdentifier, policyDocument: '{}' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: logGroupName,
    },
    {
      name: 'a group with the policy, that loses it and is deleted',
      events: [
        call('CreateLogGroup', 0, { logGroupName }),
        call('PutDataProtectionPolicy', 1, { logGroupIdentifier, policyDocument: '{}' }),
        call('DeleteDataProtectionPolicy', 2, { logGroupIdentifier }),
        call('DeleteLogGroup', 3, { logGroupName }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [call('DeleteDataProtectionPolicy', 0, { logGroupIdentifier }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
