import { attribute, logicalId, type Resource, type Resources } from '../cloudformation.ts';
import { dlqId, queueId } from '../needs.ts';
import type { Params } from '../params.ts';
import { eventPatterns } from './event-patterns.ts';

/** A day, as often as EventBridge tries. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html */
export const RETRY = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 };

/**
 * One rule for each service on the default bus, on which CloudTrail's records arrive; more where one pattern cannot hold
 * the events of a service. They send to the queue of changes.
 */
export function eventRules({ scope, prefix }: Pick<Params, 'scope' | 'prefix'>): Resources {
  return Object.fromEntries(
    Object.entries(eventPatterns(scope)).map(([service, pattern]): [string, Resource] => [
      `${logicalId(service)}Changes`,
      {
        Type: 'AWS::Events::Rule',
        Properties: {
          Name: `${prefix}-${service}`,
          Description: `Sends changes in ${service} to Plumbline.`,
          EventPattern: pattern,
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
    ]),
  );
}
