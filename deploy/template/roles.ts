import {
  attribute,
  ownArn,
  policy,
  type Resource,
  type Resources,
  ref,
  type Statement,
  trust,
} from '../cloudformation.ts';
import { dlqId, type FunctionName, NEEDS, type QueueName, queueId, roleId } from '../needs.ts';
import type { Params } from '../params.ts';
import { type FunctionEntry, functionsOf, queuesStarting, type System, streamStarting } from '../system.ts';
import { callStatements } from './call-statements.ts';
import { roleOf } from './needed-permissions.ts';
import { inManagedPolicies, LONGEST_INLINE, lengthOf } from './policy-length.ts';
import { guard } from './remediate-guard.ts';
import { keyStatements, webhookStatements } from './secret-statements.ts';

/** One role for each function: what its code declares (`generated/roles.json` has the most that is), and what its events need. */
export function roles(system: System, params: Params): Resources {
  return Object.assign(
    {},
    ...functionsOf(system).map(([name, entry]) => role(name, entry, system, params)),
  ) as Resources;
}

function role(name: FunctionName, entry: FunctionEntry, system: System, params: Params): Resources {
  const id = roleId(name);
  const own = [
    ...logStatements(entry),
    ...queueStatements(name, entry, system),
    ...streamStatements(entry),
    ...(NEEDS[name].notifies ? webhookStatements(params) : []),
    ...keyStatements(params),
  ];
  const guards = NEEDS[name].acts ? guard(params) : [];
  const calls = callStatements(roleOf(name, params.scope), system, params);
  // Where inline policies would be too long, managed policies hold the calls.
  const isLong = lengthOf([...own, ...guards, ...calls]) > LONGEST_INLINE;
  const beside = isLong ? inManagedPolicies(entry.name, calls) : [];
  const inline = { triggers: own, guard: guards, calls: beside.length > 0 ? [] : calls };
  const policies = beside.map((statements, index): [string, Resource] => [
    `${id}Calls${index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Description: `What ${entry.name} calls, part ${index + 1}.`,
        PolicyDocument: policy(statements),
      },
    },
  ]);
  return {
    [id]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: `What ${entry.name} may do.`,
        AssumeRolePolicyDocument: policy([trust('lambda')]),
        Policies: Object.entries(inline).flatMap(([PolicyName, statements]) =>
          statements.length > 0 ? [{ PolicyName, PolicyDocument: policy(statements) }] : [],
        ),
        ...(policies.length > 0 ? { ManagedPolicyArns: policies.map(([policyId]) => ref(policyId)) } : {}),
      },
    },
    ...Object.fromEntries(policies),
  };
}

function logStatements({ name }: FunctionEntry): readonly Statement[] {
  const group = `log-group:/aws/lambda/${name}:*`;
  return [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: ownArn('logs', group) }];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const RECEIVE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

function queueStatements(name: FunctionName, entry: FunctionEntry, { resources }: System): readonly Statement[] {
  const may = (actions: readonly string[], ids: readonly string[]): readonly Statement[] =>
    ids.length > 0 ? [{ Effect: 'Allow', Action: actions, Resource: ids.map((id) => attribute(id)) }] : [];
  const deployed = (queues: readonly QueueName[] = []) => queues.map(queueId).filter((id) => id in resources.Resources);
  return [
    ...may(RECEIVE, queuesStarting(entry)),
    ...may(['sqs:ChangeMessageVisibility'], deployed(NEEDS[name].delays)),
    ...may(['sqs:SendMessage'], [...deployed(NEEDS[name].sends), ...(NEEDS[name].setsAside ?? []).map(dlqId)]),
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
function streamStatements(entry: FunctionEntry): readonly Statement[] {
  const stream = streamStarting(entry);
  if (!stream) return [];
  return [
    {
      Effect: 'Allow',
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: stream.arn,
    },
    { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: attribute(stream.dlq) },
  ];
}
