import { describe, expect, test } from 'vitest';
import { functions, heartbeatLogGroup } from '../../deploy/functions.ts';
import { paramsFrom } from '../../deploy/params.ts';
import { alarms } from '../../deploy/parts/alarms.ts';
import { kept } from '../../deploy/parts/kept.ts';
import { SCHEDULES } from '../../deploy/parts/rules.ts';
import { isHeartbeatGroup } from '../../shared/kinds/parts/monitor-names.ts';

const OFF = {
  stage: 'prod',
  region: 'eu-west-1',
  remediation: 'off',
  slackWebhook: '',
  alertEmail: '',
  kmsKey: '',
  logRetentionInDays: '365',
  sweepRate: 'rate(6 hours)',
  detectConcurrency: '10',
};

function params(given: Readonly<Record<string, string>> = {}) {
  return paramsFrom({ ...OFF, ...given });
}

describe('the heartbeat', () => {
  test('raises an alarm where a day and some hours go by without one, and where nothing was ever counted', () => {
    const alarm = alarms(params())['HeartbeatAlarm']?.Properties ?? expect.fail('there is no alarm');
    expect(alarm).toMatchObject({
      Namespace: 'Plumbline',
      MetricName: 'HeartbeatArrived',
      Dimensions: [{ Name: 'service', Value: 'prod' }],
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
