import { attribute, policy, type Resource, type Resources, ref, type Statement } from '../cloudformation.ts';
import { ofType, type System } from '../system.ts';

/** A policy for each queue: only over TLS, and of the services of AWS only the EventBridge rules that send to it. */
export function queuePolicies(system: System): Resources {
  return Object.fromEntries(
    ofType(system, 'SQS::Queue').map(([id]) => [`${id}Policy`, policyOf(id, rulesSendingTo(id, system))]),
  );
}

interface Target {
  readonly Arn: unknown;
  readonly DeadLetterConfig: { readonly Arn: unknown };
}

/** Logical ids of the rules that have the queue as a target, or for what they could not deliver. */
function rulesSendingTo(queue: string, system: System): readonly string[] {
  const arn = JSON.stringify(attribute(queue));
  return ofType(system, 'Events::Rule').flatMap(([id, { Targets }]) =>
    (Targets as readonly Target[]).some((target) =>
      [target.Arn, target.DeadLetterConfig.Arn].some((each) => JSON.stringify(each) === arn),
    )
      ? [id]
      : [],
  );
}

function policyOf(queue: string, rules: readonly string[]): Resource {
  const allowed: Statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: attribute(queue),
    Condition: { ArnEquals: { 'aws:SourceArn': rules.map((rule) => attribute(rule)) } },
  };
  const refused: Statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:*',
    Resource: attribute(queue),
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [ref(queue)],
      PolicyDocument: policy([...(rules.length > 0 ? [allowed] : []), refused]),
    },
  };
}
