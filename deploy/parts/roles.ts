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
import { deployedFunctions, deployedQueues } from '../deployed.ts';
import { queueId, roleId, streamDlqId } from '../functions.ts';
import { type FunctionName, NEEDS, type Needs, type QueueName } from '../needs.ts';
import { type Params, prefixOf } from '../params.ts';
import { callStatements } from './calls.ts';
import { guard } from './guard.ts';
import { roleOf } from './needed.ts';
import { keyStatements, webhookStatements } from './secrets.ts';

/** One role a function: what its code declares (`generated/roles.json` has the most that is), and what its triggers need. */
export function roles(params: Params): Resources {
  return Object.assign({}, ...deployedFunctions(params).map((name) => role(name, params))) as Resources;
}

function role(name: FunctionName, params: Params): Resources {
  const own = [
    ...logStatements(name, params),
    ...queueStatements(NEEDS[name], params),
    ...streamStatements(name),
    ...(NEEDS[name].tells ? webhookStatements(params) : []),
    ...keyStatements(params),
  ];
  const guards = NEEDS[name].acts ? guard(params) : [];
  const calls = callStatements(roleOf(name, params.scope), params);
  // Where all would be too long for the role itself, policies beside it hold what the code calls.
  const beside = lengthOf([...own, ...guards, ...calls]) > LONGEST_INLINE ? split(calls) : [];
  const inline = { triggers: own, guard: guards, calls: beside.length > 0 ? [] : calls };
  const policies = beside.map((statements, index): [string, Resource] => [
    `${roleId(name)}Calls${index + 1}`,
    {
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: {
        Description: `What ${prefixOf(params)}-${name} calls, part ${index + 1}.`,
        PolicyDocument: policy(statements),
      },
    },
  ]);
  return {
    [roleId(name)]: {
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: `What ${prefixOf(params)}-${name} may do.`,
        AssumeRolePolicyDocument: policy([trust('lambda')]),
        Policies: Object.entries(inline).flatMap(([PolicyName, statements]) =>
          statements.length > 0 ? [{ PolicyName, PolicyDocument: policy(statements) }] : [],
        ),
        ...(policies.length > 0 ? { ManagedPolicyArns: policies.map(([id]) => ref(id)) } : {}),
      },
    },
    ...Object.fromEntries(policies),
  };
}

/**
 * Characters, as the template has them: what CloudFormation makes of it is shorter. AWS takes 10,240 for all
 * of a role's own policies, and 6,144 for one beside it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LONGEST_INLINE = 10_000;
const LONGEST_POLICY = 6_000;

/** Statements in as few policies as their length allows. */
function split(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const parts: Statement[][] = [[]];
  for (const statement of statements) {
    const last = parts.at(-1) ?? [];
    if (last.length > 0 && lengthOf([...last, statement]) > LONGEST_POLICY) parts.push([statement]);
    else last.push(statement);
  }
  return parts;
}

function lengthOf(statements: readonly Statement[]): number {
  return JSON.stringify(policy(statements)).length;
}

function logStatements(name: FunctionName, params: Params): readonly Statement[] {
  const group = `log-group:/aws/lambda/${prefixOf(params)}-${name}:*`;
  return [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: ownArn('logs', group) }];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html#events-sqs-permissions */
const RECEIVE = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

function queueStatements(needs: Needs, params: Params): readonly Statement[] {
  const there = deployedQueues(params);
  const may = (actions: readonly string[], queues: readonly QueueName[] = []): readonly Statement[] => {
    const used = queues.filter((queue) => there.includes(queue));
    return used.length > 0
      ? [{ Effect: 'Allow', Action: actions, Resource: used.map((queue) => attribute(queueId(queue))) }]
      : [];
  };
  return [
    ...may(RECEIVE, needs.receives),
    ...may(['sqs:ChangeMessageVisibility'], needs.delays),
    ...may(['sqs:SendMessage'], needs.sends),
  ];
}

/** @see https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-eventsourcemapping.html */
function streamStatements(name: FunctionName): readonly Statement[] {
  if (!NEEDS[name].follows) return [];
  return [
    {
      Effect: 'Allow',
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: attribute('FindingsTable', 'StreamArn'),
    },
    { Effect: 'Allow', Action: 'dynamodb:ListStreams', Resource: '*' },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: attribute(streamDlqId(name)) },
  ];
}
