import { attribute, logicalId, type Resource, type Resources } from '../cloudformation.ts';
import { dlqId, queueId } from '../functions.ts';
import { ruleName } from '../names.ts';
import type { QueueName } from '../needs.ts';
import type { Params } from '../params.ts';
import { SCHEDULES } from '../schedules.ts';
import { eventPatterns } from './patterns.ts';

/** A day, as often as EventBridge tries. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const RETRY = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/** The logical ids of the rules on changes. */
export function ruleIds({ scope }: Params): readonly string[] {
  return Object.keys(eventPatterns(scope)).map((service) => `${logicalId(service)}Changes`);
}

/** One rule a service on the default bus, which CloudTrail's records arrive on, and the schedules. */
export function rules(params: Params): Resources {
  const changes = Object.entries(eventPatterns(params.scope)).map(([service, pattern]): [string, Resource] => [
    `${logicalId(service)}Changes`,
    rule(ruleName(params, service), `Changes in ${service} that Plumbline judges.`, 'changes', {
      EventPattern: pattern,
    }),
  ]);
  const schedules = Object.entries(SCHEDULES).map(([id, { name, input, rate }]): [string, Resource] => [
    id,
    rule(
      ruleName(params, name),
      `Starts the ${name} of Plumbline.`,
      'sweeps',
      { ScheduleExpression: rate(params) },
      { Input: JSON.stringify(input) },
    ),
  ]);
  return Object.fromEntries([...changes, ...schedules]);
}

function rule(
  name: string,
  description: string,
  queue: QueueName,
  what: Readonly<Record<string, unknown>>,
  target: Readonly<Record<string, unknown>> = {},
): Resource {
  return {
    Type: 'AWS::Events::Rule',
    Properties: {
      Name: name,
      Description: description,
      ...what,
      Targets: [
        {
          Id: queue,
          Arn: attribute(queueId(queue)),
          ...target,
          RetryPolicy: RETRY,
          DeadLetterConfig: { Arn: attribute(dlqId(queue)) },
        },
      ],
    },
  };
}
