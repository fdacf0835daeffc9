import { describe, expect, test } from 'vitest';
import { functions, heartbeatLogGroup } from '../../deploy/functions.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { alarms } from '../../deploy/parts/alarms.ts';
import { kept } from '../../deploy/parts/kept.ts';
import { SCHEDULES } from '../../deploy/schedules.ts';
import { isHeartbeatGroup } from '../../shared/resources/own-component/names.ts';
import { OFF } from './off.ts';

function params(given: Readonly<Record<string, string>> = {}) {
  return paramsFrom({ ...OFF, ...given });
}

describe('the heartbeat', () => {
  test('raises an alarm where a day and some hours go by without one, and where nothing was ever counted', () => {
    const alarm = alarms(params())['HeartbeatAlarm']?.Properties ?? expect.fail('there is no alarm');
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
    });
    const hours = (Number(alarm['Period']) * Number(alarm['EvaluationPeriods'])) / 3600;
    expect(SCHEDULES.HeartbeatSchedule.rate()).toBe('rate(1 day)');
    expect(hours).toBeGreaterThan(24);
    // What one alarm looks back on, at most: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    expect(hours).toBeLessThanOrEqual(7 * 24);
  });

  test('changes a log group that the stack makes, that detect knows, and that no rule judges', () => {
    const name = heartbeatLogGroup(params({ stage: 'a-stage-2' }));
    expect(kept(params({ stage: 'a-stage-2' }))['HeartbeatLogGroup']?.Properties).toMatchObject({ LogGroupName: name });
    expect(functions(params({ stage: 'a-stage-2' }))['detect']).toMatchObject({
      environment: { HEARTBEAT_LOG_GROUP: name },
    });
    expect(isHeartbeatGroup(name)).toBe(true);
  });
});

describe('alarms', () => {
  const named = (given: Readonly<Record<string, string>>) =>
    Object.values(alarms(params(given))).map(({ Properties }) => String(Properties['AlarmName']));

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
    for (const [id, { Properties }] of Object.entries(alarms(params({ remediation: 'auto' })))) {
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
    expect(alarms(params({ remediation: 'approve' }))['RemediationStoppedAlarm']?.Properties).toMatchObject({
      Namespace: 'Plumbline',
      MetricName: 'RemediationStopped',
      Dimensions: [{ Name: 'service', Value: 'plumbline-prod' }],
      Statistic: 'Sum',
      Threshold: 0,
    });
  });
});
