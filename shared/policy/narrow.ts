import {
  actionsIn,
  conditionsIn,
  meaningOf,
  type NamedPrincipal,
  principalsIn,
  type RawStatement,
  type WrittenCondition,
  withActions,
  withPrincipals,
  withValues,
} from './elements.ts';

/*
 * A statement without what is at fault in it: some of its principals, some values of its conditions, some of its actions.
 * What is not at fault keeps its spelling.
 */

export type IsFaulty = (raw: RawStatement) => boolean;

/** What is at fault cannot be separated from what is not. */
export const INSEPARABLE = 'inseparable';

const isSame = (one: NamedPrincipal, other: NamedPrincipal): boolean =>
  one.type === other.type && one.text === other.text;

const only = (raw: RawStatement, principals: readonly NamedPrincipal[]): RawStatement | undefined =>
  withPrincipals(raw, (principal) => principals.some((each) => isSame(each, principal)));

/** Whether it is the conditions that decide to whom a principal gives access. */
const isWide = (principal: NamedPrincipal): boolean => {
  const is = meaningOf(principal)?.is;
  return is === 'everyone' || is === 'service' || is === 'federated';
};

/** Fewer values of these operators admit fewer requests. */
const REQUIRES_MATCH = /^(?:for(?:all|any)values?:)?(?:string|arn|ipaddress)(?!not)/i;

interface Trim {
  readonly condition: WrittenCondition;
  readonly good: readonly string[];
}

const trimmed = (raw: RawStatement, trims: readonly Trim[]): RawStatement =>
  trims.reduce((left, { condition, good }) => withValues(left, condition, (value) => good.includes(value)), raw);

/** The condition of which some values open the statement and others do not. `undefined`: there is none. */
function trimFor(raw: RawStatement, isFaulty: IsFaulty): Trim | undefined {
  for (const condition of conditionsIn(raw)) {
    if (!REQUIRES_MATCH.test(condition.operator) || condition.values.length < 2) continue;
    const good = condition.values.filter((value) => !isFaulty(withValues(raw, condition, (each) => each === value)));
    const isPart = good.length > 0 && good.length < condition.values.length;
    if (isPart && !isFaulty(trimmed(raw, [{ condition, good }]))) return { condition, good };
  }
  return undefined;
}

/**
 * The statement without the principals that are at fault. Where conditions decide who has access, without the values that
 * are at fault. `undefined`: nothing is left.
 * @param accessOf The access that a statement gives, to be compared: a condition is for all principals of a statement.
 */
export function withoutFaultyPrincipals(
  raw: RawStatement,
  isFaulty: IsFaulty,
  accessOf: (raw: RawStatement) => string,
): RawStatement | undefined | typeof INSEPARABLE {
  const principals = principalsIn(raw);
  const isGood = (principal: NamedPrincipal): boolean => {
    const alone = only(raw, [principal]);
    return alone === undefined || !isFaulty(alone);
  };
  const good = principals.filter(isGood);
  const limited = principals.filter((principal) => !good.includes(principal) && isWide(principal));
  const trims = limited.flatMap((principal) => {
    const alone = only(raw, [principal]);
    const trim = alone && trimFor(alone, isFaulty);
    return trim ? [{ principal, trim }] : [];
  });
  const goodOnly = only(raw, good);
  if (trims.length === 0) return goodOnly;
  const each = trims.map(({ trim }) => trim);
  const both = only(raw, [...good, ...trims.map(({ principal }) => principal)]);
  const left = both && trimmed(both, each);
  const isUntouched = goodOnly === undefined || accessOf(goodOnly) === accessOf(trimmed(goodOnly, each));
  return left !== undefined && !isFaulty(left) && isUntouched ? left : INSEPARABLE;
}

/** The actions of IAM come first: what leads to more rights goes, and what a workload needs stays. */
const ofIamFirst = (a: string, b: string): number => Number(/^iam:/i.test(b)) - Number(/^iam:/i.test(a));

/** The statement without the actions that are at fault. `undefined`: nothing is left. */
export function withoutFaultyActions(raw: RawStatement, isFaulty: IsFaulty): RawStatement | undefined {
  const isGood = (action: string): boolean => {
    const alone = withActions(raw, (each) => each === action);
    return alone === undefined || !isFaulty(alone);
  };
  const good = new Set(actionsIn(raw).filter(isGood));
  const left = good.size === 0 ? undefined : withActions(raw, (action) => good.has(action));
  if (left === undefined || !isFaulty(left)) return left;
  return withoutActionsTogether([left], (statements) => !statements.some(isFaulty))[0];
}

/**
 * The statements without actions that are right alone and give too much together: without one if that is enough, else
 * without so many that the rest is right.
 */
export function withoutActionsTogether(
  raws: readonly RawStatement[],
  isRight: (left: readonly RawStatement[]) => boolean,
): readonly RawStatement[] {
  const places = raws.flatMap((raw, index) => actionsIn(raw).map((action) => ({ index, action })));
  places.sort((a, b) => ofIamFirst(a.action, b.action));
  const without = (gone: typeof places): readonly RawStatement[] =>
    raws.flatMap((raw, index): readonly RawStatement[] => {
      const actions = new Set(gone.filter((place) => place.index === index).map(({ action }) => action));
      if (actions.size === 0) return [raw];
      const left = withActions(raw, (action) => !actions.has(action));
      return left === undefined ? [] : [left];
    });
  const ways = [...places.map((place) => [place]), ...places.map((_, count) => places.slice(0, count + 1))];
  const way = ways.find((gone) => isRight(without(gone)));
  return way === undefined ? [] : without(way);
}
