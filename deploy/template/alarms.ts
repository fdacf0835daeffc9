import type { MetricName } from '../../shared/aws/metric-names.ts';
import { attribute, logicalId, type Resource, type Resources, ref } from '../cloudformation.ts';
import { queueId } from '../needs.ts';
import type { Params } from '../params.ts';
import { deadLetterQueues, type FunctionEntry, functionsOf, type System, streamStarting } from '../system.ts';
import { ALARM_TOPIC } from './encryption.ts';

/** A CloudWatch metric. */
interface Metric {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

interface Watch {
  /** Of the alarm, after the deployment's prefix. */
  readonly name: string;
  readonly description: string;
  readonly metric: Metric;
  readonly statistic?: 'Sum' | 'Maximum';
  /** The alarm is on above this; 0 where it is left out. */
  readonly above?: number;
}

/** Minutes that a change or a finding may wait; half of what its senders take to give up would be far too late. */
const LONGEST_WAIT = 15;
/** Hours without a heartbeat: a day, and two hours for CloudTrail and retries. */
const LONGEST_SILENCE = 26;

/** One alarm on each failure of Plumbline's own that a person has to see. They publish to the topic. */
export function alarms(system: System, params: Params): Resources {
  const watches = [
    ...deadLetterQueues(system, params.prefix).map(([id, name]) => deadLetters(id, name)),
    ...functionsOf(system).flatMap(([name, { name: fullName }]) => failures(name, fullName)),
    oldestChange(),
    ...functionsOf(system).flatMap(([name, entry]) => streamDelay(name, entry)),
    ...(params.remediation === 'off' ? [] : [remediationStopped(params)]),
  ];
  const plain = watches.map(({ name, description, metric, statistic = 'Sum', above = 0 }): [string, Resource] => [
    `${logicalId(name)}Alarm`,
    alarm(params, name, description, {
      ...metric,
      Statistic: statistic,
      Period: 300,
      EvaluationPeriods: 1,
      Threshold: above,
      ComparisonOperator: 'GreaterThanThreshold',
      // A metric without use has no data.
      TreatMissingData: 'notBreaching',
    }),
  ]);
  return { ...Object.fromEntries(plain), HeartbeatAlarm: heartbeat(params) };
}

function deadLetters(id: string, name: string): Watch {
  return {
    name,
    description: `Messages in the dead-letter queue ${name} could not be handled. docs/deploy.md says what to do.`,
    metric: ofQueue(id, 'ApproximateNumberOfMessagesVisible'),
    statistic: 'Maximum',
  };
}

function failures(name: string, fullName: string): readonly Watch[] {
  return [
    { name: `${name}-errors`, description: `The function ${name} failed.`, metric: ofFunction(fullName, 'Errors') },
    {
      name: `${name}-throttles`,
      description: `The function ${name} was throttled.`,
      metric: ofFunction(fullName, 'Throttles'),
    },
  ];
}

function oldestChange(): Watch {
  return {
    name: 'changes-age',
    description: `The oldest change has waited for more than ${LONGEST_WAIT} minutes to be evaluated.`,
    metric: ofQueue(queueId('changes'), 'ApproximateAgeOfOldestMessage'),
    statistic: 'Maximum',
    // Seconds.
    above: LONGEST_WAIT * 60,
  };
}

function streamDelay(name: string, entry: FunctionEntry): readonly Watch[] {
  if (!streamStarting(entry)) return [];
  return [
    {
      name: `${name}-iterator-age`,
      description: `The function ${name} is more than ${LONGEST_WAIT} minutes behind the table's stream.`,
      metric: ofFunction(entry.name, 'IteratorAge'),
      statistic: 'Maximum',
      // Milliseconds.
      above: LONGEST_WAIT * 60_000,
    },
  ];
}

function remediationStopped(params: Params): Watch {
  return {
    name: 'remediation-stopped',
    description:
      'Remediation stopped: it was paused, it exceeded its hourly limit, or somebody keeps reverting a remediation.',
    metric: ofPlumbline(params, 'RemediationStopped'),
  };
}

function heartbeat(params: Params): Resource {
  const description = `Heartbeat missing: no CloudTrail event was processed for ${LONGEST_SILENCE} hours.`;
  return alarm(params, 'heartbeat', description, {
    ...ofPlumbline(params, 'HeartbeatArrived'),
    Statistic: 'Sum',
    // Periods of an hour may reach back more than a day: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    Period: 3600,
    EvaluationPeriods: LONGEST_SILENCE,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
}

function alarm(
  { prefix, kmsKey }: Params,
  name: string,
  description: string,
  condition: Readonly<Record<string, unknown>>,
): Resource {
  // An alarm cannot publish to a topic whose key is disabled.
  const topic = ref(kmsKey ? ALARM_TOPIC : 'Topic');
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: `${prefix}-${name}`,
      AlarmDescription: description,
      ...condition,
      AlarmActions: [topic],
      OKActions: [topic],
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

function ofFunction(fullName: string, metric: string): Metric {
  return {
    Namespace: 'AWS/Lambda',
    MetricName: metric,
    Dimensions: [{ Name: 'FunctionName', Value: fullName }],
  };
}

function ofPlumbline({ prefix }: Params, name: MetricName): Metric {
  return {
    Namespace: 'Plumbline',
    MetricName: name,
    Dimensions: [{ Name: 'service', Value: prefix }],
  };
}
