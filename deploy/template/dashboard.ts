import type { MetricName } from '../../shared/aws/metric-names.ts';
import { SEVERITIES } from '../../shared/core/severity.ts';
import type { Channel } from '../../shared/store/store.ts';
import { type Resources, sub } from '../cloudformation.ts';
import type { Params } from '../params.ts';
import { functionsOf, ofType, type System, streamStarting } from '../system.ts';

type Line = readonly (string | { readonly stat?: string; readonly label?: string; readonly color?: string })[];

const COLORS = { low: '#7f7f7f', medium: '#e3c800', high: '#ff7f0e', critical: '#d62728' } as const;

/** One page with what is found and remediated, how long it takes, and what fails. */
export function dashboard(system: System, params: Params): Resources {
  const { prefix } = params;
  const own: Own = (name, rest = {}) => ['Plumbline', name, 'service', prefix, rest];
  const bySeverity = (name: MetricName, stat = 'Sum') =>
    SEVERITIES.map(
      (severity): Line => [
        'Plumbline',
        name,
        'service',
        prefix,
        'severity',
        severity,
        { stat, label: severity, color: COLORS[severity] },
      ],
    );
  const graphs: readonly Graph[] = [
    { title: 'Open findings at each sweep, by severity', lines: bySeverity('OpenFindings', 'Maximum'), bars: true },
    { title: 'Drift opened, by severity', lines: bySeverity('DriftOpened'), bars: true },
    { title: 'Drift resolved', lines: [own('DriftResolved')], bars: true },
    { title: 'Time to detect (ms)', lines: percentiles(own, 'TimeToDetect') },
    ...(params.remediation === 'off' ? [] : ofRemediation(own)),
    { title: 'Resources that could not be evaluated', lines: [own('CouldNotCheck'), own('Undetermined')], bars: true },
    {
      title: 'Age of the oldest message (s)',
      lines: ofType(system, 'SQS::Queue')
        .filter(([, { RedrivePolicy }]) => RedrivePolicy !== undefined)
        .map(([, { QueueName }]) => String(QueueName))
        .map((name) => [
          'AWS/SQS',
          'ApproximateAgeOfOldestMessage',
          'QueueName',
          name,
          { stat: 'Maximum', label: name.slice(prefix.length + 1).replace(/\.fifo$/, '') },
        ]),
    },
    {
      title: 'Delay of the stream (ms)',
      lines: functionsOf(system)
        .filter(([, entry]) => streamStarting(entry))
        .map(([label, { name }]) => ['AWS/Lambda', 'IteratorAge', 'FunctionName', name, { stat: 'Maximum', label }]),
    },
    { title: 'Function errors', lines: ofFunctions(system, 'Errors'), bars: true },
    { title: 'Function invocations', lines: ofFunctions(system, 'Invocations') },
    { title: 'Function throttles', lines: ofFunctions(system, 'Throttles'), bars: true },
    {
      title: 'Failed deliveries',
      lines: channelsOf(params).map((channel) => [
        'Plumbline',
        'DeliveryFailed' satisfies MetricName,
        'service',
        prefix,
        'channel',
        channel,
        { label: channel },
      ]),
      bars: true,
    },
    { title: 'Heartbeat', lines: [own('HeartbeatArrived')], bars: true },
  ];
  return {
    Dashboard: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: {
        DashboardName: `${prefix}-${params.region}`,
        DashboardBody: sub(JSON.stringify({ widgets: graphs.map(widget) })),
      },
    },
  };
}

interface Graph {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly bars?: true;
}

type Own = (name: MetricName, rest?: Line[number]) => Line;

function ofRemediation(own: Own): readonly Graph[] {
  return [
    {
      title: 'Remediation',
      lines: [own('DriftRemediated'), own('RemediationFailed'), own('RemediationStopped')],
      bars: true,
    },
    { title: 'Time to remediate (ms)', lines: percentiles(own, 'TimeToRemediate') },
  ];
}

function channelsOf({ slackWebhook }: Params): readonly Channel[] {
  return slackWebhook ? ['sns', 'bus', 'slack'] : ['sns', 'bus'];
}

function percentiles(own: Own, name: MetricName): readonly Line[] {
  return ['p50', 'p90', 'Maximum'].map((stat) => own(name, { stat, label: stat }));
}

function ofFunctions(system: System, metric: string): readonly Line[] {
  return functionsOf(system).map(([label, { name }]) => ['AWS/Lambda', metric, 'FunctionName', name, { label }]);
}

/** Three widgets in each row. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
function widget({ title, lines, bars }: Graph, index: number): unknown {
  return {
    type: 'metric',
    width: 8,
    height: 6,
    x: (index % 3) * 8,
    y: Math.floor(index / 3) * 6,
    properties: {
      title,
      metrics: lines,
      region: '${AWS::Region}',
      view: 'timeSeries',
      stat: 'Sum',
      period: 300,
      ...(bars ? { stacked: true } : {}),
    },
  };
}
