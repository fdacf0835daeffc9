import { describe, expect, test } from 'vitest';
import { paramsFrom } from '../../deploy/params.ts';
import { deployedWith } from '../../deploy/serverless-yml.ts';
import { alarms } from '../../deploy/template/alarms.ts';
import { isHeartbeatGroup } from '../../shared/resources/own-component/names.ts';
import { OFF } from './off.ts';

function deployed(given: Readonly<Record<string, string>> = {}) {
  return deployedWith(paramsFrom({ ...OFF, ...given }));
}

function alarmsWith(given: Readonly<Record<string, string>> = {}) {
  return alarms(deployed(given), paramsFrom({ ...OFF, ...given }));
}

describe('the heartbeat', () => {
  test('raises an alarm where a day and some hours go by without one, and where nothing was ever counted', () => {
    const alarm = alarmsWith()['HeartbeatAlarm']?.Properties ?? expect.fail('there is no alarm');
    expect(alarm).toMatchObject({
      Namespace: 'Plumbline',
      MetricName: 'HeartbeatArrived',
      Dimensions: [{ Name: 'service', Value: 'plumbline-prod' }],
      Statistic: 'Sum',
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
      AlarmActions: [{ Ref: 'Topic' }],
      OKActions: [{ Ref: 'Topic' }],
      AlarmDescription: 'Heartbeat missing: no CloudTrail event was processed for 26 hours.',
    });
    const hours = (Number(alarm['Period']) * Number(alarm['EvaluationPeriods'])) / 3600;
    expect(deployed().resources.Resources['HeartbeatSchedule']?.Properties['ScheduleExpression']).toBe('rate(1 day)');
    expect(hours).toBeGreaterThan(24);
    // What one alarm looks back on, at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(hours).toBeLessThanOrEqual(7 * 24);
  });

  test('changes a log group that the stack makes, that detect knows, and that no rule judges', () => {
    const { environment, resources } = deployed({ stage: 'a-stage-2' });
    const name = String(environment['HEARTBEAT_LOG_GROUP']);
    expect(name).toBe('/plumbline/a-stage-2/heartbeat');
    expect(resources.Resources['HeartbeatLogGroup']?.Properties).toMatchObject({ LogGroupName: name });
    expect(isHeartbeatGroup(name)).toBe(true);
  });
});

describe('where a key of the customer can be disabled', () => {
  const kmsKey = 'arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c';
  const { Resources } = deployed({ kmsKey, alertEmail: 'a@b' }).resources;

  test('every alarm publishes to a topic that does not depend on the key', () => {
    for (const { Properties } of Object.values(alarmsWith({ kmsKey }))) {
      expect(Properties['AlarmActions']).toEqual([{ Ref: 'AlarmTopic' }]);
      expect(Properties['OKActions']).toEqual([{ Ref: 'AlarmTopic' }]);
    }
    expect(Resources['AlarmTopic']?.Properties).toEqual({
      TopicName: 'plumbline-prod-alarms',
      Subscription: [{ Protocol: 'email', Endpoint: 'a@b' }],
    });
    expect(JSON.stringify(Resources['Topic']?.Properties)).toContain(kmsKey);
  });

  test('a rule says there who disabled it or scheduled its deletion', () => {
    const { EventPattern, Targets } = Resources['KeyChanges']?.Properties ?? {};
    expect(EventPattern).toMatchObject({
      source: ['aws.kms'],
      detail: { eventName: ['DisableKey', 'ScheduleKeyDeletion'], resources: { ARN: [kmsKey] } },
    });
    // No queue between: each is encrypted with the key.
    expect(Targets).toEqual([expect.objectContaining({ Arn: { Ref: 'AlarmTopic' } })]);
    expect(JSON.stringify(Targets)).not.toContain('DeadLetterConfig');
    const statements = JSON.stringify(Resources['AlarmTopicPolicy']?.Properties['PolicyDocument']);
    expect(statements).toContain('"Service":"events.amazonaws.com"');
    expect(statements).toContain('"aws:SourceArn":{"Fn::GetAtt":["KeyChanges","Arn"]}');
  });

  test('without a key there is one topic', () => {
    const ids = Object.keys(deployed().resources.Resources);
    expect(ids.filter((id) => /AlarmTopic|KeyChanges/.test(id))).toEqual([]);
  });
});

describe('alarms', () => {
  const named = (given: Readonly<Record<string, string>>) =>
    Object.values(alarmsWith(given)).map(({ Properties }) => String(Properties['AlarmName']));

  test('with everything there is', () => {
    expect(named({ remediation: 'auto', slackWebhook: '/plumbline/slack' }).sort()).toEqual(
      [
        ...['changes', 'deliveries', 'slack', 'sweeps', 'remediations'].map((name) => `${name}-dlq`),
        'notify-stream-dlq',
        'remediate-stream-dlq',
        ...['detect', 'notify', 'remediate', 'respond', 'sweep'].flatMap((name) => [
          `${name}-errors`,
          `${name}-throttles`,
        ]),
        'changes-age',
        'notify-iterator-age',
        'remediate-iterator-age',
        'remediation-stopped',
        'heartbeat',
      ]
        .map((name) => `plumbline-prod-${name}`)
        .sort(),
    );
  });

  test('with remediation off and no Slack there is none on either', () => {
    expect(named({}).filter((name) => /remediat|slack/.test(name))).toEqual([]);
    expect(named({})).toHaveLength(15);
  });

  test('each tells the topic that it is on and that it is over, and nothing was wrong where nothing was counted', () => {
    for (const [id, { Properties }] of Object.entries(alarmsWith({ remediation: 'auto' }))) {
      expect(Properties, id).toMatchObject({ AlarmActions: [{ Ref: 'Topic' }], OKActions: [{ Ref: 'Topic' }] });
      if (id !== 'HeartbeatAlarm') {
        expect(Properties, id).toMatchObject({
          ComparisonOperator: 'GreaterThanThreshold',
          TreatMissingData: 'notBreaching',
        });
      }
    }
  });

  test('one stop of remediation is enough, as the functions count it', () => {
    expect(alarmsWith({ remediation: 'approve' })['RemediationStoppedAlarm']?.Properties).toMatchObject({
      Namespace: 'Plumbline',
      MetricName: 'RemediationStopped',
      Dimensions: [{ Name: 'service', Value: 'plumbline-prod' }],
      Statistic: 'Sum',
      Threshold: 0,
    });
  });
});
