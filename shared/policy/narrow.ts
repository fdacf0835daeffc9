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

interface Parts {
  /** For the principals that are not at fault, with the conditions that they have. */
  readonly good: RawStatement | undefined;
  /** For the others that conditions can limit, by the condition whose faulty values go. */
  readonly limited: readonly { readonly principals: readonly NamedPrincipal[]; readonly trim: Trim }[];
}

function partsOf(raw: RawStatement, isFaulty: IsFaulty): Parts {
  const principals = principalsIn(raw);
  const isGood = (principal: NamedPrincipal): boolean => {
    const alone = only(raw, [principal]);
    return alone === undefined || !isFaulty(alone);
  };
  const good = principals.filter(isGood);
  const trims = principals.flatMap((principal) => {
    const alone = good.includes(principal) || !isWide(principal) ? undefined : only(raw, [principal]);
    const trim = alone && trimFor(alone, isFaulty);
    return trim ? [{ principal, trim }] : [];
  });
  const groups = Map.groupBy(trims, ({ trim }) => JSON.stringify(trim));
  const limited = [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ principals: group.map(({ principal }) => principal), trim: first.trim }] : [];
  });
  return { good: only(raw, good), limited };
}

/**
 * The statement without the principals that are at fault. Where conditions decide who has access, without the values that
 * are at fault. `undefined`: nothing is left. A condition is for all principals of a statement: if a value that is at fault
 * for one of them can be of use to another, they cannot be in one statement.
 * @param hasAccess Whether a statement gives access to anybody.
 */
export function withoutFaultyPrincipals(
  raw: RawStatement,
  isFaulty: IsFaulty,
  hasAccess: (raw: RawStatement) => boolean,
): RawStatement | undefined | typeof INSEPARABLE {
  const { good, limited } = partsOf(raw, isFaulty);
  const [first, ...others] = limited;
  if (!first) return good;
  const { condition, good: values } = first.trim;
  const lost = good && withValues(good, condition, (value) => !values.includes(value));
  if (others.length > 0 || (lost !== undefined && hasAccess(lost))) return INSEPARABLE;
  const both = only(raw, [...(good ? principalsIn(good) : []), ...first.principals]);
  const left = both && trimmed(both, [first.trim]);
  return left !== undefined && !isFaulty(left) ? left : INSEPARABLE;
}

/** In place of a statement that is inseparable: one for those who are not at fault, and one for each way to limit the others. */
export function separated(raw: RawStatement, isFaulty: IsFaulty): readonly RawStatement[] | undefined {
  const { good, limited } = partsOf(raw, isFaulty);
  const parts = limited.flatMap(({ principals, trim }) => {
    const part = only(raw, principals);
    return part ? [trimmed(part, [trim])] : [];
  });
  const all = good ? [good, ...parts] : parts;
  return all.length > 0 && !all.some(isFaulty) ? all : undefined;
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
