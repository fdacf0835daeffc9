import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { describedWith } from '../../deploy/serverless-yml.ts';
import type { System } from '../../deploy/system.ts';
import { withoutWhatIsOff } from '../../deploy/template/conditions.ts';
import { OFF } from './off.ts';

const EQUAL = { 'Fn::Equals': ['a', 'a'] };
const QUEUE = { Type: 'AWS::SQS::Queue', Properties: {} };

function systemWith(resources: object, more: Partial<System> = {}): System {
  return {
    environment: {},
    functions: {},
    resources: { Description: '', Outputs: {}, Resources: {}, ...resources },
    ...more,
  };
}

function entry(more: object) {
  const arn = { 'Fn::GetAtt': ['Queue', 'Arn'] };
  return {
    name: 'f',
    description: '',
    handler: '',
    role: '',
    memorySize: 1,
    timeout: 1,
    events: [{ sqs: { arn } }],
    ...more,
  };
}

describe('conditions', () => {
  test.each([
    [EQUAL, true],
    [{ 'Fn::Equals': ['a', 'b'] }, false],
    [{ 'Fn::Not': [EQUAL] }, false],
    [{ 'Fn::Not': [{ 'Fn::Not': [EQUAL] }] }, true],
  ])('%j keeps what names it: %s', (condition, kept) => {
    const { resources } = withoutWhatIsOff(
      systemWith({
        Conditions: { On: condition },
        Resources: { Queue: { ...QUEUE, Condition: 'On' } },
        Outputs: { Url: { Value: { Ref: 'Queue' }, Condition: 'On' } },
      }),
    );
    expect(resources).toEqual({
      Description: '',
      Resources: kept ? { Queue: QUEUE } : {},
      Outputs: kept ? { Url: { Value: { Ref: 'Queue' } } } : {},
    });
  });

  test.each([
    ['a parameter of CloudFormation', { 'Fn::Equals': [{ Ref: 'Mode' }, 'on'] }],
    ['a function that is not read here', { 'Fn::Or': [EQUAL, EQUAL] }],
    ['nothing', null],
  ])('%s cannot be decided, and the condition is named', (_, condition) => {
    expect(() => withoutWhatIsOff(systemWith({ Conditions: { Late: condition } }))).toThrow(
      'serverless.yml: the condition Late is not made of !Not and !Equals with two texts',
    );
  });

  test('a condition that is not defined is named', () => {
    const misspelt = systemWith({ Resources: { Queue: { ...QUEUE, Condition: 'Slak' } } });
    expect(() => withoutWhatIsOff(misspelt)).toThrow('serverless.yml: resources.Conditions has no Slak.');
  });

  test('!If takes its branch, and AWS::NoValue leaves the value out', () => {
    const { environment } = withoutWhatIsOff(
      systemWith(
        { Conditions: { On: EQUAL, Off: { 'Fn::Not': [EQUAL] } } },
        {
          environment: {
            ON: { 'Fn::If': ['On', 'yes', { Ref: 'AWS::NoValue' }] },
            OFF: { 'Fn::If': ['Off', 'yes', { Ref: 'AWS::NoValue' }] },
            LIST: [{ 'Fn::If': ['Off', 1, 2] }, { Ref: 'AWS::NoValue' }],
          },
        },
      ),
    );
    expect(environment).toEqual({ ON: 'yes', LIST: [2] });
  });

  test('the condition of a policy is something else, and stays', () => {
    const resources = { Policy: { Type: 'T', Properties: { Statement: [{ Condition: { Bool: { a: 'b' } } }] } } };
    expect(withoutWhatIsOff(systemWith({ Resources: resources })).resources.Resources).toEqual(resources);
  });

  test('a function goes with its condition, and an event with its queue', () => {
    const off = { Conditions: { Off: { 'Fn::Not': [EQUAL] } }, Resources: { Queue: { ...QUEUE, Condition: 'Off' } } };
    const functions = { detect: entry({}), remediate: entry({ condition: 'Off' }) } as unknown as System['functions'];
    expect(withoutWhatIsOff(systemWith(off, { functions })).functions).toEqual({ detect: entry({ events: [] }) });
  });

  test('an event of a queue that is nowhere stays, for CloudFormation to report', () => {
    const functions = { detect: entry({}) } as unknown as System['functions'];
    expect(withoutWhatIsOff(systemWith({}, { functions })).functions).toEqual({ detect: entry({}) });
  });
});

describe('serverless.yml without what is off', () => {
  const given = (more: Readonly<Record<string, string>>) =>
    withoutWhatIsOff(describedWith(paramsFrom({ ...OFF, ...more })));

  test('no remediation: no function, queue, URL or role of it', () => {
    expect(JSON.stringify({ ...given({}), resources: given({}).resources.Resources })).not.toMatch(
      /remediations?[-."]|Remediat(e|ions)(Role|Queue|Dlq|Stream)|REMEDIATIONS|REMEDIATE_/,
    );
    expect(JSON.stringify(given({ remediation: 'approve' }))).toMatch(/RemediationsQueue/);
  });

  test('no Slack: no queue, event, URL or webhook of it', () => {
    expect(JSON.stringify(given({}))).not.toMatch(/Slack(Queue|Dlq)|SLACK/);
    const withSlack = given({ slackWebhook: '/plumbline/slack' });
    expect(withSlack.environment['SLACK_WEBHOOK']).toBe('ssm:/plumbline/slack');
    expect(JSON.stringify(withSlack.functions.notify?.events)).toContain('SlackQueue');
  });

  test('no email: no subscription', () => {
    expect(given({}).resources.Resources).not.toHaveProperty('AlertEmail');
    expect(given({ alertEmail: 'a@example.com' }).resources.Resources).toHaveProperty('AlertEmail');
  });

  test.each([{}, { remediation: 'auto', slackWebhook: '/a' }])('nothing of a condition is left: %j', (more) => {
    const { functions, resources, environment } = given(more);
    expect(JSON.stringify([functions, environment, resources])).not.toMatch(/Fn::If|NoValue|"[cC]onditions?"/);
  });
});
