import { type EventEntry, functionsOf, type System } from '../system.ts';

const NO_VALUE = 'AWS::NoValue';

/**
 * A system without what its `Conditions` leave out: resources, outputs and functions that name a condition, the other
 * branch of each `Fn::If`, and events of queues that are left out. CloudFormation would do the same, but the framework
 * can put no condition on an event source mapping, and would bundle and upload a function that is then not created.
 * All operands are known before a deployment. So they are compared here, and the template of a deployment without
 * remediation holds nothing that could change a resource.
 * @throws {Error} that names a condition that cannot be decided here.
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
 */
export function withoutWhatIsOff(system: System): System {
  const { Conditions = {}, ...resources } = system.resources;
  const holds = new Map(Object.keys(Conditions).map((name) => [name, decided(name, Conditions[name])]));
  const left = remaining({ ...system, resources }, holds) as System;
  const isLeft = ({ sqs }: EventEntry) => {
    const id = sqs?.arn['Fn::GetAtt'][0] ?? '';
    // An event of a queue that never was is a mistake, which CloudFormation reports.
    return id in left.resources.Resources || !(id in resources.Resources);
  };
  const functions = functionsOf(left).map(([name, { events = [], ...entry }]) => [
    name,
    { ...entry, events: events.filter(isLeft) },
  ]);
  return { ...left, functions: Object.fromEntries(functions) as System['functions'] };
}

function decided(name: string, expression: unknown): boolean {
  const { 'Fn::Not': not, 'Fn::Equals': equals } = (expression ?? {}) as Readonly<Record<string, readonly unknown[]>>;
  if (not?.length === 1) return !decided(name, not[0]);
  if (equals?.length === 2 && equals.every((each) => typeof each === 'string')) return equals[0] === equals[1];
  throw new Error(
    `serverless.yml: the condition ${name} is not made of !Not and !Equals with two texts, which is all that can be decided before a deployment.`,
  );
}

/** `undefined` for what is left out. */
function remaining(value: unknown, holds: ReadonlyMap<string, boolean>): unknown {
  if (Array.isArray(value)) return value.map((each) => remaining(each, holds)).filter((each) => each !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::If': branches, Ref, condition, Condition, ...others } = value as Readonly<Record<string, unknown>>;
  if (Ref === NO_VALUE) return undefined;
  if (Array.isArray(branches)) {
    const [name, yes, no] = branches as readonly unknown[];
    return remaining(holding(String(name), holds) ? yes : no, holds);
  }
  // The framework writes `condition`, CloudFormation `Condition`. In a policy, that is no name but an object.
  const name = condition ?? Condition;
  if (typeof name !== 'string') return entriesLeft(value, holds);
  return holding(name, holds) ? entriesLeft(others, holds) : undefined;
}

function entriesLeft(value: object, holds: ReadonlyMap<string, boolean>): unknown {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, each]): readonly [string, unknown][] => {
      const left = remaining(each, holds);
      return left === undefined ? [] : [[key, left]];
    }),
  );
}

function holding(name: string, holds: ReadonlyMap<string, boolean>): boolean {
  const held = holds.get(name);
  if (held === undefined) throw new Error(`serverless.yml: resources.Conditions has no ${name}.`);
  return held;
}
