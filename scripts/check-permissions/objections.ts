import type { DeployedPolicy, PolicyStatement } from './policies.ts';
import { type ActionDetails, actionsNamed, canName, carries } from './reference.ts';

/**
 * What the service authorization reference has against the statements of a policy, one sentence each:
 * an action that does not exist, a resource of a type that the action does not take, a required type that is missing,
 * `*` where the action takes a resource, and a condition key that no request for the action carries.
 */
export async function objectionsTo({ of, name, document }: DeployedPolicy): Promise<readonly string[]> {
  const each = await Promise.all(document.Statement.map(objectionsToStatement));
  return each.flat().map((objection) => `${of}, ${name}: ${objection}`);
}

async function objectionsToStatement(statement: PolicyStatement): Promise<readonly string[]> {
  const each = await Promise.all(
    [statement.Action].flat().map(async (pattern) => {
      const actions = await actionsNamed(pattern);
      if (actions.length === 0) return [`${pattern} is no action.`];
      // A Deny may cover more than there is. Whether its key exists decides whether it denies anything, or all.
      const wrong = statement.Effect === 'Allow' ? actions.flatMap((action) => resourcesOf(action, statement)) : [];
      return [...wrong, ...keysOf(pattern, actions, statement)];
    }),
  );
  return each.flat();
}

function resourcesOf({ action, types }: ActionDetails, { Resource = [] }: PolicyStatement): readonly string[] {
  const given = [Resource].flat();
  // In a trust policy the role itself is the resource.
  if (given.length === 0) return [];
  if (types.length === 0)
    return given.flatMap((arn) => (arn === '*' ? [] : [`${action} takes no resource, so ${arn} allows nothing.`]));
  if (given.includes('*')) return [`${action} is allowed on *, though it takes a resource.`];
  return [
    ...given
      .filter((arn) => !types.some((type) => canName(arn, type.arn)))
      .map((arn) => `${action} takes no resource such as ${arn}.`),
    ...types
      .filter(({ required, arn }) => required && !given.some((each) => canName(each, arn)))
      .map((type) => `${action} needs a resource of the type ${type.name}, too.`),
  ];
}

function keysOf(pattern: string, actions: readonly ActionDetails[], { Condition = {} }: PolicyStatement) {
  const keys = Object.values(Condition).flatMap((block) => Object.keys(block));
  return keys
    .filter((key) => !actions.every((action) => carries(action, key)))
    .map((key) => `Requests for ${pattern} carry no ${key}.`);
}
