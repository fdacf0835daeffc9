import { logGroup } from '../../../shared/resources/log-group/kind.ts';
import { provesOf, unreadableOf } from '../../support/kind-events.ts';

const ID = '/orders/api';
const key = 'arn:aws:kms:eu-west-1:111122223333:key/1';

provesOf(logGroup, ID, [
  [
    'logs:CreateLogGroup',
    { request: { logGroupName: ID, kmsKeyId: key } },
    { retention: null, logGroupClass: 'STANDARD', kmsKey: key, masks: false },
  ],
  ['logs:AssociateKmsKey', { request: { logGroupName: ID, kmsKeyId: key } }, { kmsKey: key }],
  [
    'logs:DisassociateKmsKey',
    { request: { resourceIdentifier: `arn:aws:logs:eu-west-1:111122223333:log-group:${ID}` } },
    { kmsKey: null },
  ],
  ['logs:PutDataProtectionPolicy', { request: { logGroupIdentifier: ID } }, { masks: true }],
  ['logs:DeleteDataProtectionPolicy', { request: { logGroupIdentifier: ID } }, { masks: false }],
]);

unreadableOf(logGroup, ID, [['logs:AssociateKmsKey', { request: { logGroupName: ID } }, 'shows no key']]);
