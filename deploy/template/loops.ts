import { logicalId, type Resource } from '../cloudformation.ts';
import { NEEDS } from '../needs.ts';
import { functionsOf, type System } from '../system.ts';

/**
 * Properties of the functions that go on with their work by messages to themselves. By default Lambda takes 16 such
 * messages in a row for a loop that nobody meant, and drops the next. Each of them moves something that is bounded: a
 * sweep its page, a run its step, its lease or its two hours.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function loopsAllowed(
  system: Pick<System, 'functions'>,
): Readonly<Record<string, { readonly Properties: Resource['Properties'] }>> {
  const continuing = functionsOf(system).flatMap(([name]) => (NEEDS[name].continues ? [name] : []));
  return Object.fromEntries(
    continuing.map((name) => [`${logicalId(name)}LambdaFunction`, { Properties: { RecursiveLoop: 'Allow' } }]),
  );
}
