import { type FunctionName, NEEDS } from '../../deploy/needs.ts';
import declared from '../../generated/roles.json' with { type: 'json' };
import { IAM_NAMES } from '../support/iam-names.ts';
import type { Call } from './proxy.ts';

/** What a call needs. @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
function actionsOf({ service, operation, parts }: Call): readonly string[] {
  const names = parts.length > 0 ? parts : [operation];
  return names.map((name) => IAM_NAMES[`${service}:${name}`] ?? `${service}:${name}`);
}

/** What a function's role allows its code to call. Sorted. */
export function declaredBy(name: FunctionName): readonly string[] {
  const { sends, delays } = NEEDS[name];
  const queues = [...(sends ? ['sqs:SendMessage'] : []), ...(delays ? ['sqs:ChangeMessageVisibility'] : [])];
  return [...new Set([...Object.keys(declared[name]), ...queues])].sort();
}

/** What a function called, as IAM names it. Sorted. Slack is none of AWS. */
export function calledBy(name: FunctionName, calls: readonly Call[]): readonly string[] {
  const its = calls.filter(({ caller, service }) => caller === name && service !== 'slack');
  return [...new Set(its.flatMap(actionsOf))].sort();
}
