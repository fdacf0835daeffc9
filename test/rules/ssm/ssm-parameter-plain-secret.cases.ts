import rule from '../../../shared/rules/ssm/ssm-parameter-plain-secret.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const NAME = '/shop/db/password';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';
const call = (name: string, minute: number, request: object = {}, parts: object = {}) =>
  trailRecord(`ssm:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request: { name: NAME, ...request }, ...parts });
const put = (minute: number, request: object, parts: object = {}) =>
  call('PutParameter', minute, { value: HIDDEN, overwrite: false, tier: 'Standard', ...request }, parts);
const detection = { detector: 'connection-string', phrase: 'a connection string with a password in it' } as const;
const found = { ...detection, because: 'value' } as const;

export default casesOf(rule, {
  compliant: [
    { name: 'encrypted', id: NAME, state: { type: 'SecureString' } },
    { name: 'plain text without a secret', id: '/shop/size', state: { type: 'String', detection: null } },
    {
      name: 'a name that is left out',
      id: NAME,
      state: { type: 'String', detection: found },
      options: { ignore: ['/shop/*'] },
    },
  ],
  drifted: [
    {
      name: 'a secret in a text',
      id: '/shop/db/url',
      state: { type: 'String', detection: found },
      violations: [{ message: 'secret', path: 'value', data: { what: detection.phrase } }],
    },
    {
      name: 'a secret in a list',
      id: '/shop/db/urls',
      state: { type: 'StringList', detection: found },
      violations: [{ message: 'secret', path: 'value', data: { what: detection.phrase } }],
    },
  ],
  unknown: [
    { name: 'no event showed it', id: NAME, state: {} },
    { name: 'a value that AWS hid', id: '/shop/size', state: { type: 'String' } },
  ],
  events: [
    {
      name: 'a name that says password, until the parameter is deleted',
      events: [put(0, { type: 'String' }), call('DeleteParameter', 1)],
      transitions: ['opened', 'resolved'],
      resource: NAME,
      texts: ['The parameter is stored as plain text and holds a value under a name that says password.'],
    },
    {
      name: 'deleted with others',
      events: [
        put(0, { type: 'String' }),
        call('DeleteParameters', 1, { names: ['/other', NAME] }, { response: { deletedParameters: [NAME] } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'encrypted, and overwritten without a type, as real records show it',
      events: [put(0, { type: 'SecureString' }), put(1, { overwrite: true })],
      transitions: [],
    },
    {
      name: 'a name that says nothing of a secret',
      events: [put(0, { name: '/shop/size', type: 'String' })],
      transitions: [],
      doubt: /hidden by CloudTrail/,
    },
    {
      name: 'a refused call',
      events: [put(0, { type: 'String' }, { errorCode: 'ThrottlingException' })],
      transitions: [],
    },
    {
      name: 'a call that names no parameter',
      events: [call('DeleteParameter', 0, { name: '' })],
      transitions: [],
      unreadable: /names no parameter/,
    },
  ],
});
