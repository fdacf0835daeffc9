import type { MetricName } from '../../shared/aws/metric-names.ts';
import { attribute, logicalId, type Resource, type Resources, ref } from '../cloudformation.ts';
import { deployedFunctions, deployedQueues } from '../deployed.ts';
import { dlqId, queueId, streamDlqId } from '../functions.ts';
import { NEEDS } from '../needs.ts';
import { type Params, prefixOf } from '../params.ts';

/** What an alarm watches. */
export interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface Watch {
  readonly about: string;
  readonly metric: Metric;
  readonly statistic?: 'Sum' | 'Maximum';
  /** More than this is bad. */
  readonly above: number;
}

/** Seconds that a change may wait; half of what its senders may take to give up would be far too late. */
const OLDEST_CHANGE = 900;
/** Milliseconds that an entry may wait in the stream. */
const OLDEST_ENTRY = 900_000;

/** Plumbline's own failures, told on the topic. */
export function alarms(params: Params): Resources {
  const plain = Object.entries(watches(params)).map(([name, watch]) => [
    `${logicalId(name)}Alarm`,
    alarm(params, name, watch.about, {
      ...watch.metric,
      Statistic: watch.statistic ?? 'Sum',
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: watch.above,
      ComparisonOperator: 'GreaterThanThreshold',
      // Metrics of what nobody used have no data.
      TreatMissingData: 'notBreaching',
    }),
  ]);
  return { ...(Object.fromEntries(plain) as Resources), HeartbeatAlarm: heartbeat(params) };
}

function watches(params: Params): Readonly<Record<string, Watch>> {
  const dlqs = deployedQueues(params).map((name) => [`${name}-dlq`, dlqId(name)] as const);
  const follow = deployedFunctions(params).filter((name) => NEEDS[name].follows);
  const streams = follow.map((name) => [`${name}-stream-dlq`, streamDlqId(name)] as const);
  const byFunction = deployedFunctions(params).flatMap((name): readonly (readonly [string, Watch])[] => [
    [`${name}-errors`, { about: `The function ${name} failed.`, metric: ofFunction(params, name, 'Errors'), above: 0 }],
    [
      `${name}-throttles`,
      { about: `The function ${name} was throttled.`, metric: ofFunction(params, name, 'Throttles'), above: 0 },
    ],
  ]);
  return Object.fromEntries([
    ...[...dlqs, ...streams].map(([name, id]): readonly [string, Watch] => [
      name,
      {
        about: `Something could not be handled and waits in ${name}; docs/deploy.md says what to do.`,
        metric: ofQueue(id, 'ApproximateNumberOfMessagesVisible'),
        statistic: 'Maximum',
        above: 0,
      },
    ]),
    ...byFunction,
    [
      'changes-age',
      {
        about: 'Changes wait too long to be judged.',
        metric: ofQueue(queueId('changes'), 'ApproximateAgeOfOldestMessage'),
        statistic: 'Maximum',
        above: OLDEST_CHANGE,
      },
    ],
    ...follow.map((name): readonly [string, Watch] => [
      `${name}-iterator-age`,
      {
        about: `Findings wait too long for the function ${name}.`,
        metric: ofFunction(params, name, 'IteratorAge'),
        statistic: 'Maximum',
        above: OLDEST_ENTRY,
      },
    ]),
    ...(params.remediation === 'off'
      ? []
      : [
          [
            'remediation-stopped',
            {
              about: 'Remediation stopped: somebody paused it, its limit was reached, or something fights it.',
              metric: ofPlumbline(params, 'RemediationStopped'),
              above: 0,
            },
          ] as const,
        ]),
  ]) as Readonly<Record<string, Watch>>;
}

/** A day and two hours in which no change came through the whole chain. */
function heartbeat(params: Params): Resource {
  return alarm(params, 'heartbeat', 'The daily change did not come through: Plumbline may be blind.', {
    ...ofPlumbline(params, 'HeartbeatArrived'),
    Statistic: 'Sum',
    // Periods of an hour may reach back more than a day: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    Period: 3600,
    EvaluationPeriods: 26,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
}

function alarm(params: Params, name: string, about: string, what: Readonly<Record<string, unknown>>): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${prefixOf(params)}-${name}`,
      AlarmDescription: about,
      ...what,
      AlarmActions: [ref('Topic')],
      OKActions: [ref('Topic')],
    },
  };
}

function ofQueue(id: string, name: string): Metric {
  return {
    Namespace: 'AWS/SQS',
    MetricName: name,
    Dimensions: [{ Name: 'QueueName', Value: attribute(id, 'QueueName') }],
  };
}

function ofFunction(params: Params, name: string, metric: string): Metric {
  return {
    Namespace: 'AWS/Lambda',
    MetricName: metric,
    Dimensions: [{ Name: 'FunctionName', Value: `${prefixOf(params)}-${name}` }],
  };
}

function ofPlumbline(params: Params, name: MetricName): Metric {
  return {
    Namespace: 'Plumbline',
    MetricName: name,
    Dimensions: [{ Name: 'service', Value: prefixOf(params) }],
  };
}
