import { describe, expect, expectTypeOf, test } from 'vitest';
import { FUNCTIONS, type FunctionName } from '../../deploy/needs.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import {
  DETECT,
  type Environment,
  environmentOf,
  NOTIFY,
  REMEDIATE,
  RESPOND,
  SWEEP,
} from '../../shared/aws/environment.ts';
import { OFF } from '../deploy/off.ts';

const VARIABLES = { detect: DETECT, notify: NOTIFY, remediate: REMEDIATE, respond: RESPOND, sweep: SWEEP };
const GIVEN = {
  AWS_REGION: 'eu-west-1',
  TABLE_NAME: 'findings',
  ACCOUNT_ID: '111122223333',
  REMEDIATION: 'auto' as const,
  CHANGES_QUEUE_URL: 'https://sqs.example/changes',
  CHANGES_DLQ_URL: 'https://sqs.example/changes-dlq',
  DETECT_ROLE_ID: 'AROAEXAMPLE0000000000',
  PLUMBLINE_PREFIX: 'plumbline-prod',
};

describe('the environment of a function', () => {
  test('holds the variables that it reads, and no others', () => {
    expect(environmentOf(DETECT, { ...GIVEN, TOPIC_ARN: 'arn' })).toEqual({
      ...GIVEN,
      HEARTBEAT_LOG_GROUP: undefined,
    });
    expect(environmentOf(DETECT, { ...GIVEN, HEARTBEAT_LOG_GROUP: '' }).HEARTBEAT_LOG_GROUP).toBeUndefined();
    expect(environmentOf(DETECT, { ...GIVEN, HEARTBEAT_LOG_GROUP: '/beat' }).HEARTBEAT_LOG_GROUP).toBe('/beat');
  });

  test('says all that is missing at once, where a variable is empty as well', () => {
    expect(() => environmentOf(DETECT, { TABLE_NAME: '', CHANGES_QUEUE_URL: 'x' })).toThrow(
      'Environment variables are missing: AWS_REGION, TABLE_NAME, ACCOUNT_ID, REMEDIATION, CHANGES_DLQ_URL, DETECT_ROLE_ID, PLUMBLINE_PREFIX.',
    );
  });

  const all = Object.entries(VARIABLES).flatMap(([name, { required }]) =>
    required.map((missing) => [name as FunctionName, missing, required] as const),
  );
  test.each(all)('%s does not start without %s', (name, missing, required) => {
    const rest = required.filter((each) => each !== missing).map((each) => [each, 'auto']);
    expect(() => environmentOf(VARIABLES[name], Object.fromEntries(rest) as Record<string, string>)).toThrow(
      `Environment variables are missing: ${missing}.`,
    );
  });

  test('has a mode of remediation that there is', () => {
    const respond = { AWS_REGION: 'eu-west-1', TABLE_NAME: 'findings', ACCOUNT_ID: '111122223333' };
    expect(environmentOf(RESPOND, { ...respond, REMEDIATION: 'approve' }).REMEDIATION).toBe('approve');
    expect(() => environmentOf(RESPOND, { ...respond, REMEDIATION: 'Auto' })).toThrow(
      'The environment variable REMEDIATION must be off, approve or auto, not Auto.',
    );
  });

  test('is typed by the function that reads it', () => {
    expectTypeOf<Environment<typeof DETECT>['TABLE_NAME']>().toEqualTypeOf<string>();
    expectTypeOf<Environment<typeof DETECT>['HEARTBEAT_LOG_GROUP']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Environment<typeof NOTIFY>['REMEDIATION']>().toEqualTypeOf<'off' | 'approve' | 'auto'>();
    expectTypeOf<Environment<typeof DETECT>>().not.toHaveProperty('TOPIC_ARN');
  });
});

/** Lambda sets it itself. */
const BY_LAMBDA = 'AWS_REGION';
/** Tests set it for a server that plays Slack. */
const BY_TESTS = 'SLACK_HOST';
/** Every function reads it as soon as its modules are loaded: `own-component/names.ts`. */
const BY_MODULES = ['PLUMBLINE_COMPONENTS'];

describe('serverless.yml', () => {
  const isSet = (value: unknown) => JSON.stringify(value) !== JSON.stringify({ Ref: 'AWS::NoValue' });
  const variablesWith = (given: object) => {
    const { environment } = deployedWith(paramsFrom({ ...OFF, ...given }));
    return Object.entries(environment).flatMap(([name, value]) => (isSet(value) ? [name] : []));
  };
  const all = variablesWith({ remediation: 'auto', slackWebhook: '/plumbline/slack' });
  const read = (name: FunctionName): readonly string[] => [...VARIABLES[name].required, ...VARIABLES[name].optional];

  test.each(FUNCTIONS)('sets every variable that %s reads', (name) => {
    expect(read(name).filter((each) => ![BY_LAMBDA, BY_TESTS, ...all].includes(each))).toEqual([]);
  });

  test('sets none that no function reads', () => {
    expect(all.filter((each) => !FUNCTIONS.some((name) => read(name).includes(each)))).toEqual(BY_MODULES);
  });

  test.each(['detect', 'notify', 'respond', 'sweep'] as const)(
    'sets what %s requires where remediation and Slack are off, too',
    (name) => {
      const { required } = VARIABLES[name];
      expect(required.filter((each) => each !== BY_LAMBDA && !variablesWith({}).includes(each))).toEqual([]);
    },
  );
});
