import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, objectOf } from '../../core/json.ts';
import { defineKind, GONE, type Gone, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { functionIn } from '../common/function-name.ts';
import { taggedByArn } from '../common/tagging.ts';
import type { Variable } from '../common/variable.ts';

/** One statement of a function's policy. Each version and each alias has its own policy. */
export interface FunctionStatement {
  readonly sid: string;
  /** The version or alias. Left out: the function itself. */
  readonly qualifier?: string;
  /** The statement in the policy, a JSON object. */
  readonly statement: Readonly<Record<string, unknown>>;
}

export interface LambdaFunction {
  /** No event shows the variables, because CloudTrail leaves them out. */
  readonly environment?: readonly Variable[];
  readonly policy: Listing<FunctionStatement>;
}

const tagged = taggedByArn('resource', 'function:');

export const lambdaFunction = defineKind<LambdaFunction>()({
  name: 'lambda-function',
  type: 'AWS::Lambda::Function',
  title: 'Lambda function',
  blank: { policy: UNSEEN },
  arn: (ref) => arnOf('lambda', ref, `function:${ref.id}`),
  tagging: { 'lambda:TagResource': tagged, 'lambda:UntagResource': tagged },
  events: {
    // A new function has no policy. AddPermission needs an existing function.
    'lambda:CreateFunction': { ids: named, creates: true, evolve: () => ({ policy: exactly<FunctionStatement>([]) }) },
    // The call may have replaced the variables. The record does not show them.
    'lambda:UpdateFunctionConfiguration': { ids: named, sets: ['environment'], evolve: ({ policy }) => ({ policy }) },
    'lambda:AddPermission': { ids: named, sets: ['policy'], evolve: permit },
    'lambda:RemovePermission': { ids: named, sets: ['policy'], evolve: forbid },
    'lambda:DeleteAlias': { ids: named, sets: ['policy'], evolve: dropAlias },
    'lambda:DeleteFunction': { ids: named, evolve: drop },
  },
});

/** `invoke`, `prod:invoke`. Statement ids are unique in one policy. */
export function statementKey({ sid, qualifier }: Pick<FunctionStatement, 'sid' | 'qualifier'>): string {
  return qualifier ? `${qualifier}:${sid}` : sid;
}

function named(event: TrailEvent): string[] {
  return [functionIn(event).name];
}

function permit(known: LambdaFunction, event: TrailEvent): LambdaFunction {
  const { qualifier } = functionIn(event);
  const statement = answered(event) ?? requested(event.requestParameters);
  const sid = getText(event.requestParameters, 'statementId') ?? getText(statement, 'Sid');
  if (!statement || !sid) throw new UnreadableEvent('AddPermission shows no statement');
  const added = { sid, ...(qualifier ? { qualifier } : {}), statement };
  return { ...known, policy: withItems(known.policy, [added], statementKey) };
}

/** The response has the statement of the policy, as JSON text. */
function answered(event: TrailEvent): FunctionStatement['statement'] | undefined {
  const given = get(event.responseElements, 'statement');
  if (typeof given !== 'string') return objectOf(given);
  try {
    return objectOf(JSON.parse(given));
  } catch {
    return undefined;
  }
}

/** Each parameter, with the operator and the key of the condition that Lambda makes of it. */
const CONDITIONS = [
  ['sourceArn', 'ArnLike', 'AWS:SourceArn'],
  ['sourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['principalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['eventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['functionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['invokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
] as const;

/**
 * The statement that Lambda makes of a request, for records without a response. Inferred: published records show only
 * the principal `*`.
 */
function requested(request: unknown): FunctionStatement['statement'] | undefined {
  const [Sid, Action, given] = [
    getText(request, 'statementId'),
    getText(request, 'action'),
    getText(request, 'principal'),
  ];
  if (!Sid || !Action || !given) return undefined;
  const Condition: Record<string, Record<string, string>> = {};
  for (const [parameter, operator, key] of CONDITIONS) {
    const value = get(request, parameter);
    if (typeof value !== 'string' && typeof value !== 'boolean') continue;
    Condition[operator] = { ...Condition[operator], [key]: String(value) };
  }
  const Principal = given === '*' ? '*' : { [/\.amazon(aws)?\.com(\.cn)?$/.test(given) ? 'Service' : 'AWS']: given };
  return { Sid, Effect: 'Allow', Principal, Action, ...(Object.keys(Condition).length > 0 ? { Condition } : {}) };
}

function forbid(known: LambdaFunction, event: TrailEvent): LambdaFunction {
  const sid = getText(event.requestParameters, 'statementId');
  if (!sid) throw new UnreadableEvent('RemovePermission names no statement');
  const key = statementKey({ ...functionIn(event), sid });
  return { ...known, policy: withoutItems(known.policy, (item) => statementKey(item) === key) };
}

/** The policy of a version or an alias is deleted with it. */
function without(known: LambdaFunction, qualifier: string): LambdaFunction {
  return { ...known, policy: withoutItems(known.policy, (item) => item.qualifier === qualifier) };
}

function dropAlias(known: LambdaFunction, event: TrailEvent): LambdaFunction {
  const alias = getText(event.requestParameters, 'name');
  if (!alias) throw new UnreadableEvent('DeleteAlias names no alias');
  return without(known, alias);
}

/** With a qualifier, the call deletes only one version. */
function drop(known: LambdaFunction, event: TrailEvent): LambdaFunction | Gone {
  const { qualifier } = functionIn(event);
  return qualifier ? without(known, qualifier) : GONE;
}
