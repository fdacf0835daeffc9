import { Redacted } from '../../../shared/core/redacted.ts';
import rule from '../../../shared/rules/ec2/ec2-user-data-secret.ts';
import { ec2Call, INSTANCE, launch, terminate } from '../../support/instances.ts';
import { casesOf } from '../../support/rule-cases.ts';

const name = 'user data';
const value = new Redacted('an invented script');
const phrase = 'a value under a name that says password';
const secret = { name, value, detection: { detector: 'named-secret', phrase, because: 'name' } } as const;
const embedded = {
  detector: 'embedded-secret',
  phrase: 'a longer text with a secret in it',
  because: 'value',
} as const;
const modify = (minute: number, attribute: object, parts: object = {}) =>
  ec2Call('ModifyInstanceAttribute', minute, { instanceId: INSTANCE, ...attribute }, undefined, parts);
const doubt = /^CloudTrail hides the user data/;
const userData = '<sensitiveDataRemoved>';

export default casesOf(rule, {
  compliant: [
    { name: 'no user data', state: { userData: null } },
    { name: 'a script without a secret', state: { userData: { name, value } } },
    { name: 'an instance to ignore', id: INSTANCE, state: { userData: secret }, options: { ignore: [INSTANCE] } },
  ],
  drifted: [
    {
      name: 'a script with a secret',
      state: { userData: secret },
      violations: [{ message: 'secret', path: 'userData', data: { what: phrase } }],
    },
    {
      name: 'a secret somewhere in a script',
      state: { userData: { name, value, detection: embedded } },
      violations: [{ message: 'secret', path: 'userData', data: { what: 'a secret' } }],
    },
  ],
  unknown: [
    { name: 'no event shows it', state: {} },
    { name: 'it could not be judged', state: { userData: { name } } },
  ],
  events: [
    { name: 'launched without any', events: [launch({}), terminate(1)], transitions: [] },
    { name: 'launched with a script', events: [launch({}, { userData })], transitions: [], doubt },
    { name: 'replaced', events: [launch({}), modify(1, { userData })], transitions: [], doubt },
    {
      name: 'a refused call',
      events: [launch({}), modify(1, { userData }, { errorCode: 'Client.IncorrectInstanceState' })],
      transitions: [],
    },
    {
      name: 'no instance named',
      events: [ec2Call('ModifyInstanceAttribute', 0, { userData })],
      transitions: [],
      unreadable: /names no instance/,
    },
  ],
});
