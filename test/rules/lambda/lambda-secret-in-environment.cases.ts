import { Redacted } from '../../../shared/core/redacted.ts';
import type { Variable } from '../../../shared/resources/common/variable.ts';
import rule from '../../../shared/rules/lambda/lambda-secret-in-environment.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const policy = { items: [], complete: true };
const stage: Variable = { name: 'STAGE', value: new Redacted('production') };
const secret: Variable = {
  name: 'API_TOKEN',
  value: new Redacted('an invented token'),
  detection: { detector: 'named-secret', phrase: 'a value under a name that says token', because: 'name' },
};
const violations = [
  {
    message: 'secret',
    path: 'API_TOKEN',
    data: { variable: 'API_TOKEN', what: 'a value under a name that says token' },
  },
] as const;

// CloudTrail writes an empty environment whether or not the function has variables.
const settings = { functionName: 'resize', timeout: 3, environment: {} };
const create = trailRecord('lambda:CreateFunction20150331', {
  request: { ...settings, runtime: 'nodejs24.x' },
  response: { ...settings, version: '$LATEST' },
});
const update = trailRecord('lambda:UpdateFunctionConfiguration20150331v2', {
  at: '2026-03-02T09:05:00Z',
  request: { ...settings, functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:resize' },
  response: settings,
});
const remove = trailRecord('lambda:DeleteFunction20150331', {
  at: '2026-03-02T09:10:00Z',
  request: { functionName: 'resize' },
});

export default casesOf(rule, {
  compliant: [
    { name: 'no variables', state: { environment: [], policy } },
    { name: 'variables that hold no secret', state: { environment: [stage], policy } },
    { name: 'a name to ignore', state: { environment: [stage, secret], policy }, options: { ignore: ['API_*'] } },
  ],
  drifted: [
    { name: 'a secret among other variables', state: { environment: [stage, secret], policy }, violations },
    {
      name: 'a hidden value beside it does not excuse it',
      state: { environment: [{ name: 'STAGE' }, secret], policy },
      violations,
    },
  ],
  unknown: [
    { name: 'no event shows the variables', state: { policy } },
    { name: 'a value is hidden', state: { environment: [stage, { name: 'API_TOKEN' }], policy } },
  ],
  events: [
    {
      name: 'created, with who knows which variables',
      events: [create],
      transitions: [],
      doubt: /^CloudTrail hides the environment variables/,
    },
    {
      name: 'changed, and deleted',
      events: [update, remove],
      transitions: [],
      doubt: /^CloudTrail hides the environment variables/,
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('lambda:CreateFunction20150331', {
          request: settings,
          errorCode: 'InvalidParameterValueException',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no function',
      events: [trailRecord('lambda:UpdateFunctionConfiguration20150331v2', { request: { timeout: 3 } })],
      transitions: [],
      unreadable: /UpdateFunctionConfiguration20150331v2 names no function/,
    },
  ],
});
