import { arn, attribute, logicalId, policy, type Resource, type Resources, ref, trust } from '../cloudformation.ts';
import { FORWARDS_TO, forwarderDlqName, forwarderStack, forwardingRuleName } from '../forwarder-names.ts';
import type { Params } from '../params.ts';
import { type EventPatterns, forwardedOwnPatterns, forwardedPatterns } from './event-patterns.ts';
import { RETRY, WITH_READS } from './event-rules.ts';
import { forwardedNoticeRules } from './notice-patterns.ts';
import { nobodyElse } from './queue-policies.ts';

type Place = Pick<Params, 'prefix' | 'region' | 'alertEmail' | 'scope' | 'global'>;

interface ForwarderTemplate {
  readonly AWSTemplateFormatVersion: string;
  readonly Description: string;
  readonly Resources: Resources;
  readonly Outputs: Readonly<Record<string, unknown>>;
}

/** The template that brings the events of global services to the default bus of Plumbline's own region. */
export function forwarderTemplate(place: Place): ForwarderTemplate {
  const home = arn(`events:${place.region}:\${AWS::AccountId}:event-bus/default`);
  const changes = Object.entries(patternsToForward(place)).map(([service, pattern]) => ({
    name: service,
    what: `changes in ${service}`,
    pattern,
    reads: false,
  }));
  const notices = Object.entries(forwardedNoticeRules(place.scope, place.prefix)).map(([name, rule]) => ({
    name,
    what: 'what may be reported as a notice',
    ...rule,
  }));
  const rules = [...changes, ...notices].map(({ name, what, pattern, reads }): [string, Resource] => [
    `${logicalId(name)}Forward`,
    {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: forwardingRuleName(place, name),
        Description: `Sends ${what} to Plumbline in ${place.region}.`,
        EventPattern: pattern,
        ...(reads ? WITH_READS : {}),
        Targets: [
          {
            Id: 'home',
            Arn: home,
            RoleArn: attribute('Role'),
            RetryPolicy: RETRY,
            DeadLetterConfig: { Arn: attribute('Dlq') },
          },
        ],
      },
    },
  ]);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: `${FORWARDS_TO}${place.region}.`,
    Resources: {
      ...Object.fromEntries(rules),
      ...role(home),
      ...undelivered(
        place,
        rules.map(([id]) => id),
      ),
    },
    Outputs: { GlobalServices: { Value: place.global } },
  };
}

/** The pattern of each rule: of what global services do, and of changes to this stack itself. */
export function patternsToForward(place: Pick<Place, 'prefix' | 'region' | 'scope'>): EventPatterns {
  return { ...forwardedPatterns(place.scope), ...ownPatterns(place) };
}

/** Changes to this stack's own rules, queue and topic, in every form in which calls name them. They are judged at home. */
function ownPatterns(place: Pick<Place, 'prefix' | 'region' | 'scope'>): EventPatterns {
  const dlq = forwarderDlqName(place);
  const topic = forwarderStack(place);
  const rules = [{ prefix: forwardingRuleName(place, '') }];
  const names: Readonly<Record<string, readonly unknown[]>> = {
    events: [{ name: rules }, { rule: rules }],
    sqs: [{ queueUrl: [{ suffix: `/${dlq}` }] }, { queueName: [dlq] }],
    sns: [{ topicArn: [{ suffix: `:${topic}` }] }, { name: [topic] }],
  };
  return forwardedOwnPatterns(place.scope, (service) => {
    // Without names, changes to all resources of the service would be sent.
    if (!names[service]) throw new Error(`deploy/template/forwarder.ts: ownPatterns names no resources of ${service}.`);
    return { $or: names[service] };
  });
}

function role(home: unknown): Readonly<Record<string, Resource>> {
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: policy([trust('events')]),
        Policies: [
          {
            PolicyName: 'forward',
            PolicyDocument: policy([{ Effect: 'Allow', Action: 'events:PutEvents', Resource: home }]),
          },
        ],
      },
    },
  };
}

/** A queue for events that could not be sent, and an alarm. Alarms publish only to topics of their own region. */
function undelivered(place: Place, rules: readonly string[]): Readonly<Record<string, Resource>> {
  const name = forwarderStack(place);
  const email = place.alertEmail ? { Subscription: [{ Protocol: 'email', Endpoint: place.alertEmail }] } : {};
  return {
    Dlq: {
      Type: 'AWS::SQS::Queue',
      Properties: {
        QueueName: forwarderDlqName(place),
        MessageRetentionPeriod: 14 * 86_400,
        SqsManagedSseEnabled: true,
      },
    },
    DlqPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [ref('Dlq')],
        PolicyDocument: policy([
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: attribute('Dlq'),
            Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => attribute(rule)) } },
          },
          nobodyElse('Dlq', []),
        ]),
      },
    },
    Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: name, ...email } },
    DlqAlarm: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: `${name}-dlq`,
        AlarmDescription: `Events of global services were not delivered to Plumbline in ${place.region}. They wait in the queue ${forwarderDlqName(place)}.`,
        Namespace: 'AWS/SQS',
        MetricName: 'ApproximateNumberOfMessagesVisible',
        Dimensions: [{ Name: 'QueueName', Value: attribute('Dlq', 'QueueName') }],
        Statistic: 'Maximum',
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 0,
        ComparisonOperator: 'GreaterThanThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [ref('Topic')],
        OKActions: [ref('Topic')],
      },
    },
  };
}
