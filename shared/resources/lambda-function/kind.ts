import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText, objectOf } from '../../core/json.ts';
import { defineKind, GONE, type Gone, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { arnOf } from '../../core/ref.ts';
import { functionIn } from '../common/function-name.ts';
import type { Variable } from '../common/variable.ts';

/** One statement of a function's policy. A version and an alias each have a policy of their own. */
export interface FunctionStatement {
  readonly sid: string;
  /** The version or alias; left out for the function itself. */
  readonly qualifier?: string;
  /** As the policy holds it, a JSON object. */
  readonly statement: Readonly<Record<string, unknown>>;
}

export interface LambdaFunction {
  /** CloudTrail leaves every variable out, so that no event shows them. */
  readonly environment?: readonly Variable[];
  readonly policy: Listing<FunctionStatement>;
}

export const lambdaFunction = defineKind<LambdaFunction>()({
  name: 'lambda-function',
  type: 'AWS::Lambda::Function',
  title: 'Lambda function',
  blank: { policy: UNSEEN },
  arn: (ref) => arnOf('lambda', ref, `function:${ref.id}`),
  events: {
    // Permissions are given to a function that exists, in calls of their own.
    'lambda:CreateFunction': { ids: named, creates: true, evolve: () => ({ policy: exactly<FunctionStatement>([]) }) },
    // What was known of the variables may have been replaced unseen.
    'lambda:UpdateFunctionConfiguration': { ids: named, sets: ['environment'], evolve: ({ policy }) => ({ policy }) },
    'lambda:AddPermission': { ids: named, sets: ['policy'], evolve: permit },
    'lambda:RemovePermission': { ids: named, sets: ['policy'], evolve: forbid },
    'lambda:DeleteAlias': { ids: named, sets: ['policy'], evolve: dropAlias },
    'lambda:DeleteFunction': { ids: named, evolve: drop },
  },
});

/** Sids are unique within one policy: `invoke`, `prod:invoke`. */
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

/** The answer holds the statement as it stands in the policy, as JSON text. */
function answered(event: TrailEvent): FunctionStatement['statement'] | undefined {
  const given = get(event.responseElements, 'statement');
  if (typeof given !== 'string') return objectOf(given);
  try {
    return objectOf(JSON.parse(given));
  } catch {
    return undefined;
  }
}

/** Each parameter, and the operator and key of the condition that Lambda makes of it. */
const CONDITIONS = [
  ['sourceArn', 'ArnLike', 'AWS:SourceArn'],
  ['sourceAccount', 'StringEquals', 'AWS:SourceAccount'],
  ['principalOrgID', 'StringEquals', 'aws:PrincipalOrgID'],
  ['eventSourceToken', 'StringEquals', 'lambda:EventSourceToken'],
  ['functionUrlAuthType', 'StringEquals', 'lambda:FunctionUrlAuthType'],
  ['invokedViaFunctionUrl', 'Bool', 'lambda:InvokedViaFunctionUrl'],
] as const;

/** The statement that Lambda makes of a request, for records without an answer. Inferred: records with one show only a bare `*`. */
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

/** A policy goes with the version or alias that it belongs to. */
function without(known: LambdaFunction, qualifier: string): LambdaFunction {
  return { ...known, policy: withoutItems(known.policy, (item) => item.qualifier === qualifier) };
}

function dropAlias(known: LambdaFunction, event: TrailEvent): LambdaFunction {
  const alias = getText(event.requestParameters, 'name');
  if (!alias) throw new UnreadableEvent('DeleteAlias names no alias');
  return without(known, alias);
}

/** With a qualifier, one version only. */
function drop(known: LambdaFunction, event: TrailEvent): LambdaFunction | Gone {
  const { qualifier } = functionIn(event);
  return qualifier ? without(known, qualifier) : GONE;
}
