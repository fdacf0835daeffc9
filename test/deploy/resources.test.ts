import { describe, expect, test } from 'vitest';
import type { Resource } from '../../deploy/cloudformation.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { functionsOf } from '../../deploy/system.ts';
import { forwarderTemplate } from '../../deploy/template/forwarder.ts';
import { OFF } from './off.ts';

const params = paramsFrom({ ...OFF, remediation: 'auto', slackWebhook: '/plumbline/slack' });
const system = deployedWith(params);
const home = system.resources.Resources;
const forwarder = forwarderTemplate(params).Resources;

function ofType(type: string, all = home): readonly (readonly [id: string, properties: Resource['Properties']])[] {
  const found = Object.entries(all).filter(([, { Type }]) => Type === `AWS::${type}`);
  return found.map(([id, { Properties }]) => [id, Properties]);
}

interface Target {
  readonly Arn: { readonly 'Fn::GetAtt'?: readonly string[] };
  readonly RetryPolicy: unknown;
  readonly DeadLetterConfig: { readonly Arn: { readonly 'Fn::GetAtt': readonly string[] } };
}

function targetsOf(properties: Resource['Properties']): readonly Target[] {
  return properties['Targets'] as readonly Target[];
}

/** Attributes that a template refers to: `ChangesQueue`. */
function idOf(value: { readonly 'Fn::GetAtt'?: readonly string[] }): string {
  return value['Fn::GetAtt']?.[0] ?? expect.fail(`${JSON.stringify(value)} is no attribute`);
}

/** What a queue's policy lets EventBridge's rules put in. */
function sendersOf(queue: string, all = home): string {
  const policies = ofType('SQS::QueuePolicy', all).filter(([, { Queues }]) => JSON.stringify(Queues).includes(queue));
  const allowed = policies.flatMap(([, { PolicyDocument }]) =>
    (PolicyDocument as { readonly Statement: readonly { readonly Effect: string }[] }).Statement.filter(
      ({ Effect }) => Effect === 'Allow',
    ),
  );
  return JSON.stringify(allowed);
}

describe('what a rule cannot deliver', () => {
  test.each(ofType('Events::Rule'))('%s tries for a day, and then puts it where it is found', (id, rule) => {
    const targets = targetsOf(rule);
    expect(targets).toHaveLength(1);
    for (const { Arn, RetryPolicy, DeadLetterConfig } of targets) {
      expect(RetryPolicy).toEqual({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 });
      const dlq = idOf(DeadLetterConfig.Arn);
      expect(dlq).toBe(idOf(Arn).replace(/Queue$/, 'Dlq'));
      expect(home[dlq]?.Type).toBe('AWS::SQS::Queue');
      // Without this, what could not be delivered is lost in silence.
      expect(sendersOf(dlq)).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
      expect(sendersOf(idOf(Arn))).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
    }
  });

  test.each(ofType('Events::Rule', forwarder))('%s of another region, too', (id, rule) => {
    for (const { RetryPolicy, DeadLetterConfig } of targetsOf(rule)) {
      expect(RetryPolicy).toEqual({ MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 });
      expect(idOf(DeadLetterConfig.Arn)).toBe('Dlq');
      expect(sendersOf('Dlq', forwarder)).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
    }
  });

  test('what ends there waits for as long as SQS keeps anything', () => {
    const dlqs = [...ofType('SQS::Queue'), ...ofType('SQS::Queue', forwarder)].filter(([id]) => id.endsWith('Dlq'));
    expect(dlqs).toHaveLength(8);
    for (const [id, { MessageRetentionPeriod }] of dlqs) expect(MessageRetentionPeriod, id).toBe(1_209_600);
  });
});

describe('the table', () => {
  const [[, table] = ['', {}]] = ofType('DynamoDB::Table');

  test('can be brought back to any point in time, and is not deleted by mistake', () => {
    expect(table).toMatchObject({
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    });
    expect(home['FindingsTable']).toMatchObject({ DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('costs by use', () => {
    expect(table['BillingMode']).toBe('PAY_PER_REQUEST');
  });
});

describe('what could not be taken from the stream', () => {
  const streams = functionsOf(system).flatMap(([name, { events = [] }]) =>
    events.flatMap(({ stream }) => (stream ? [[name, stream] as const] : [])),
  );

  test('notify and remediate follow it', () => {
    expect(streams.map(([name]) => name)).toEqual(['notify', 'remediate']);
  });

  test.each(streams)('%s tries until it is nearly too old to be read, and reports it', (name, stream) => {
    expect(stream).toMatchObject({
      maximumRetryAttempts: -1,
      bisectBatchOnFunctionError: true,
      destinations: { onFailure: { type: 'sqs' } },
    });
    expect(stream['maximumRecordAgeInSeconds']).toBeLessThan(86_400);
    expect(JSON.stringify(stream['destinations'])).toContain(
      name === 'notify' ? 'NotifyStreamDlq' : 'RemediateStreamDlq',
    );
  });
});

describe('alarms', () => {
  test.each([
    ['at home', home],
    ['where global services are', forwarder],
  ])('%s tell the topic there that something broke, and that it works again', (_, all) => {
    const alarms = ofType('CloudWatch::Alarm', all);
    expect(alarms.length).toBeGreaterThan(0);
    expect(all['Topic']?.Type).toBe('AWS::SNS::Topic');
    for (const [id, { AlarmActions, OKActions }] of alarms) {
      expect([AlarmActions, OKActions], id).toEqual([[{ Ref: 'Topic' }], [{ Ref: 'Topic' }]]);
    }
  });

  test('every function has one for its failures and one for throttling, and each has a name of its own', () => {
    const names = ofType('CloudWatch::Alarm').map(([, { AlarmName }]) => AlarmName);
    for (const name of ['detect', 'notify', 'remediate', 'respond', 'sweep']) {
      expect(names).toEqual(
        expect.arrayContaining([`plumbline-prod-${name}-errors`, `plumbline-prod-${name}-throttles`]),
      );
    }
    expect(new Set(names).size).toBe(names.length);
  });

  test('silence is good for what nobody used, and bad for the heartbeat', () => {
    for (const [id, { TreatMissingData }] of ofType('CloudWatch::Alarm')) {
      expect(TreatMissingData, id).toBe(id === 'HeartbeatAlarm' ? 'breaching' : 'notBreaching');
    }
  });
});

test('the log group of the heartbeat keeps nothing for longer than a day', () => {
  expect(ofType('Logs::LogGroup').map(([id, { RetentionInDays }]) => [id, RetentionInDays])).toEqual([
    ['HeartbeatLogGroup', 1],
  ]);
});
