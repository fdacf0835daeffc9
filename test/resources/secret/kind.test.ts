import { GONE } from '../../../shared/core/kind.ts';
import { secret } from '../../../shared/resources/secret/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = 'orders/db-master';
const secretId = `arn:aws:secretsmanager:eu-west-1:111122223333:secret:${ID}-AbC123`;
const request = { secretId };

provesOf(secret, ID, [
  [
    'secretsmanager:CreateSecret',
    { request: { name: ID } },
    { rotates: false, rotatable: false, rotated: '2026-03-02', deleting: false, owner: null, policy: null },
  ],
  // A name can end like the suffix of an ARN: the answer says what it is.
  ['secretsmanager:CancelRotateSecret', { request: { secretId: ID }, response: { name: ID } }, { rotates: false }],
  ['secretsmanager:CancelRotateSecret', { request }, { rotates: false }],
  ['secretsmanager:RotateSecret', { request }, { rotates: true, rotatable: true }],
  [
    'secretsmanager:RotateSecret',
    { request: { ...request, rotationRules: { scheduleExpression: 'rate(36 hours)' } } },
    { rotates: true, rotatable: true, rotationDays: 2 },
  ],
  [
    'secretsmanager:RotateSecret',
    { request: { ...request, rotationRules: { scheduleExpression: 'cron(0 16 1 * ? *)' } } },
    { rotates: true, rotatable: true, rotationDays: null },
  ],
  ['secretsmanager:DeleteSecret', { request }, { deleting: true }],
  ['secretsmanager:DeleteSecret', { request: { ...request, forceDeleteWithoutRecovery: true } }, GONE],
  ['secretsmanager:RestoreSecret', { request }, { deleting: false }],
  [
    'secretsmanager:PutResourcePolicy',
    { request: { ...request, resourcePolicy: '{"Statement": []}' } },
    { policy: { Statement: [] } },
  ],
  ['secretsmanager:DeleteResourcePolicy', { request }, { policy: null }],
]);

unreadableOf(secret, ID, [
  ['secretsmanager:CreateSecret', { request: {} }, 'names no secret'],
  ['secretsmanager:DeleteSecret', { request: {} }, 'names no secret'],
  ['secretsmanager:PutResourcePolicy', { request }, 'shows no policy'],
]);
