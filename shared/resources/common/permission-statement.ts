import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText, getTexts } from '../../core/json.ts';
import { isAccountId } from '../../policy/accounts.ts';
import { readPolicy } from '../../policy/policy.ts';

type Document = { readonly Version: string; readonly Statement: readonly unknown[] };

/**
 * A policy with the statement that AddPermission of SNS and SQS adds. `undefined`: the policy before is not known.
 * @param service The prefix of its actions: `SNS`.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_AddPermission.html
 */
export function withPermission(policy: unknown, event: TrailEvent, service: string, resource: string): unknown {
  const { requestParameters, eventName } = event;
  const [accounts, actions] = [
    textsIn(event, 'aWSAccountId', 'aWSAccountIds'),
    textsIn(event, 'actionName', 'actions'),
  ];
  const label = getText(requestParameters, 'label');
  if (!label || accounts.length === 0 || !accounts.every(isAccountId) || actions.length === 0)
    throw new UnreadableEvent(`${eventName} shows no permission`);
  const added = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: accounts.map((account) => `arn:aws:iam::${account}:root`) },
    Action: actions.map((action) => `${service}:${action}`),
    Resource: resource,
  };
  return editing(policy, (statements) => [...statements.filter((each) => !hasSid(each, added.Sid)), added]);
}

/** The policy without the statement that RemovePermission removes. `undefined`: the policy before is not known. */
export function withoutPermission(policy: unknown, { requestParameters }: TrailEvent): unknown {
  const label = getText(requestParameters, 'label');
  return editing(policy, (statements) => statements.filter((each) => !hasSid(each, label)));
}

function editing(policy: unknown, edit: (statements: readonly unknown[]) => readonly unknown[]): Document | undefined {
  const reading = readPolicy(policy);
  if (policy === undefined || reading.is === 'malformed') return undefined;
  const statements = reading.is === 'policy' ? reading.policy.statements.map(({ raw }) => raw) : [];
  return { Version: '2012-10-17', Statement: edit(statements) };
}

function hasSid(statement: unknown, sid: string | undefined): boolean {
  return sid !== undefined && getText(statement, 'Sid') === sid;
}

/** Real records have these lists by the name of the request's member or of its field in the SDK. */
function textsIn({ requestParameters }: TrailEvent, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => getTexts(requestParameters, name));
}
