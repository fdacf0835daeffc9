import { attribute, policy, type Resource, type Resources, ref, type Statement } from '../cloudformation.ts';
import { dlqId, NEEDS, queueId, roleId } from '../needs.ts';
import type { Params } from '../params.ts';
import { functionsOf, ofType, queuesStarting, type System, streamStarting } from '../system.ts';

/**
 * A policy for each queue. Only EventBridge rules and functions that have the queue as a target may send to it, and all
 * calls are over TLS. What IAM allows to other roles and users does not count: a message is believed.
 */
export function queuePolicies(system: System, { redriveRole }: Pick<Params, 'redriveRole'>): Resources {
  const others = redriveRole ? [redriveRole] : [];
  return Object.fromEntries(
    ofType(system, 'SQS::Queue').map(([id]) => [
      `${id}Policy`,
      policyOf(id, rulesSendingTo(id, system), [...rolesSendingTo(id, system), ...(isDlq(id, system) ? [] : others)]),
    ]),
  );
}

/** Whether messages come only from another queue or from a stream. */
function isDlq(queue: string, system: System): boolean {
  return functionsOf(system).every(([, entry]) => !queuesStarting(entry).includes(queue));
}

/** The ARNs of the roles of the functions that send to a queue, or that report records of the stream to it. */
function rolesSendingTo(queue: string, system: System): readonly unknown[] {
  return functionsOf(system).flatMap(([name, entry]) => {
    const { sends: to = [], setsAside = [] } = NEEDS[name];
    const sends = [...to.map(queueId), ...setsAside.map(dlqId)].includes(queue);
    return sends || streamStarting(entry)?.dlq === queue ? [attribute(roleId(name))] : [];
  });
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

function policyOf(queue: string, rules: readonly string[], roles: readonly unknown[]): Resource {
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
      PolicyDocument: policy([...(rules.length > 0 ? [allowed] : []), nobodyElse(queue, roles), refused]),
    },
  };
}

/**
 * Refuses messages to a queue of everybody but some roles. Services send for nobody but the rules that the queue allows,
 * so they need no refusal. A caller without credentials has neither of the keys.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalisawsservice
 */
export function nobodyElse(queue: string, roles: readonly unknown[]): Statement {
  return {
    Sid: 'NobodyElseSends',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sqs:SendMessage',
    Resource: attribute(queue),
    Condition: {
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      ...(roles.length > 0 ? { ArnNotEqualsIfExists: { 'aws:PrincipalArn': roles } } : {}),
    },
  };
}
