import { attribute, logicalId, type Resource, type Resources } from '../cloudformation.ts';
import { dlqId, queueId } from '../needs.ts';
import type { Params } from '../params.ts';
import { eventPatterns } from './event-patterns.ts';
import { noticeRules } from './notice-patterns.ts';

/** A day, as often as EventBridge tries. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const RETRY = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/**
 * One rule for each service on the default bus, on which CloudTrail's records arrive; more where one pattern cannot hold
 * the events of a service; and those of notices. They send to the queue of changes.
 */
export function eventRules({ scope, prefix }: Pick<Params, 'scope' | 'prefix'>): Resources {
  const changes = Object.entries(eventPatterns(scope)).map(([service, pattern]) =>
    ruleOf(`${prefix}-${service}`, `Sends changes in ${service} to Plumbline.`, pattern, service),
  );
  const notices = Object.entries(noticeRules(scope, prefix)).map(([name, { pattern, reads }]) =>
    ruleOf(
      `${prefix}-notice-${name}`,
      'Sends what may be reported as a notice to Plumbline.',
      pattern,
      `notice-${name}`,
      reads,
    ),
  );
  return Object.fromEntries([...changes, ...notices]);
}

/**
 * Without this state, EventBridge leaves out calls that only read, such as those of somebody who tries what they may.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail-management.html
 */
export const WITH_READS = { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' };

function ruleOf(Name: string, Description: string, pattern: object, id: string, reads = false): [string, Resource] {
  return [
    `${logicalId(id)}Changes`,
    {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name,
        Description,
        EventPattern: pattern,
        ...(reads ? WITH_READS : {}),
        Targets: [
          {
            Id: 'changes',
            Arn: attribute(queueId('changes')),
            RetryPolicy: RETRY,
            DeadLetterConfig: { Arn: attribute(dlqId('changes')) },
          },
        ],
      },
    },
  ];
}
