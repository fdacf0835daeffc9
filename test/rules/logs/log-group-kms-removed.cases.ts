import rule from '../../../shared/rules/logs/log-group-kms-removed.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const kmsKeyId = 'arn:aws:kms:eu-west-1:111122223333:key/1f2e3d4c-0000-4000-8000-000000000001';
const logGroupName = '/orders/api';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`logs:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const required = { required: ['*'] };

export default settingsCases(rule, {
  right: { kmsKey: kmsKeyId },
  wrong: { kmsKey: null },
  options: required,
  cannot: /right value is not known/,
  compliant: [{ name: 'a group that never had a key', state: { kmsKey: null } }],
  drifted: [
    {
      name: 'its key is taken away',
      state: { kmsKey: null },
      baseline: { kmsKey: kmsKeyId },
      violations: [{ message: 'kmsKey', path: 'kmsKey', data: {} }],
      plan: [{ type: 'logs.put-log-group-key', params: { before: null, after: kmsKeyId } }],
    },
  ],
  events: [
    {
      name: 'a key is associated, taken away and associated again by the ARN of the group',
      events: [
        call('CreateLogGroup', 0, { logGroupName }),
        call('AssociateKmsKey', 1, { logGroupName, kmsKeyId }),
        call('DisassociateKmsKey', 2, { logGroupName }),
        call('AssociateKmsKey', 3, {
          resourceIdentifier: `arn:aws:logs:eu-west-1:111122223333:log-group:${logGroupName}:*`,
          kmsKeyId,
        }),
      ],
      transitions: ['opened', 'resolved'],
      resource: logGroupName,
    },
    {
      name: 'a group that loses its key and is deleted',
      events: [
        call('CreateLogGroup', 0, { logGroupName, kmsKeyId }),
        call('DisassociateKmsKey', 1, { logGroupName }),
        call('DeleteLogGroup', 2, { logGroupName }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the key of the results of queries',
      events: [
        call('DisassociateKmsKey', 0, {
          resourceIdentifier: 'arn:aws:logs:eu-west-1:111122223333:query-result:*',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [call('DisassociateKmsKey', 0, { logGroupName }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a call that names no group',
      events: [call('DisassociateKmsKey', 0, {})],
      transitions: [],
      unreadable: /names no log group/,
    },
  ],
});
