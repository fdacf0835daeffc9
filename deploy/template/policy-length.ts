import { policy, type Statement } from '../cloudformation.ts';

/**
 * Characters that IAM takes: of all inline policies of a role, and of one managed policy. White space does not count.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LONGEST_INLINE = 10_240;
const LONGEST_MANAGED = 6_144;
/** Managed policies of one role, without asking AWS for more. */
const MOST_MANAGED = 10;

/** The longest value of each pseudo parameter. */
const PSEUDO: Readonly<Record<string, string>> = {
  Partition: 'aws-us-gov',
  Region: 'ap-southeast-1',
  AccountId: '123456789012',
};
/** Longer than any name or ARN that CloudFormation gives to a part of the template; names in `deploy/params.ts` are short. */
const NAME = 'n'.repeat(100);
const ARN = `"${'a'.repeat(180)}"`;

/** Characters of the policy that CloudFormation makes of statements, at most. */
export function lengthOf(statements: readonly Statement[]): number {
  return JSON.stringify(policy(statements))
    .replace(/\{"Fn::Sub":("[^"]*")\}/g, '$1')
    .replace(/\{"(?:Ref|Fn::GetAtt)":[^}]*\}/g, ARN)
    .replace(/\$\{(?:AWS::)?([\w.]+)\}/g, (_, name: string) => PSEUDO[name] ?? NAME).length;
}

/**
 * Statements in managed policies, each in the first that has room for it. One that is longer than a policy is divided.
 * @throws {Error} where a role cannot have so many policies.
 */
export function inManagedPolicies(holder: string, statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const policies: Statement[][] = [];
  for (const statement of statements.flatMap(divided)) {
    const roomy = policies.find((each) => lengthOf([...each, statement]) <= LONGEST_MANAGED);
    if (roomy) roomy.push(statement);
    else policies.push([statement]);
  }
  if (policies.length > MOST_MANAGED) {
    throw new Error(
      `${holder} needs ${policies.length} managed policies. A role can have ${MOST_MANAGED}. Switch rules off, so that it needs fewer rights.`,
    );
  }
  return policies;
}

/** A statement as several that allow the same together, none longer than a policy. */
function divided(statement: Statement): readonly Statement[] {
  if (lengthOf([statement]) <= LONGEST_MANAGED) return [statement];
  const actions = [statement.Action].flat();
  const resources = [statement.Resource].flat();
  const byAction = JSON.stringify(actions).length > JSON.stringify(resources).length;
  const halves: readonly Statement[] = byAction
    ? halvesOf(actions).map((Action) => ({ ...statement, Action }))
    : halvesOf(resources).map((Resource) => ({ ...statement, Resource }));
  if (halves.length < 2) throw new Error(`A statement about ${actions[0]} is longer than a policy.`);
  return halves.flatMap(divided);
}

function halvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)].filter((half) => half.length > 0);
}
