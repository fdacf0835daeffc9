import { ELEMENTS, hasSame, type RawStatement } from './elements.ts';

/** A statement of one document and what it has become in another. `undefined`: it is only in the other. */
export interface Matched {
  readonly before?: number;
  readonly after?: number;
}

/** `undefined`: the statement has no Sid. */
export const sidOf = (raw: RawStatement): string | undefined => {
  const [, sid] = Object.entries(raw).find(([name]) => name.toLowerCase() === 'sid') ?? [];
  return typeof sid === 'string' && sid !== '' ? sid : undefined;
};

const isEqual = (one: RawStatement, other: RawStatement): boolean =>
  sidOf(one) === sidOf(other) && ELEMENTS.every((element) => hasSame(element, one, other));

/** Statements without a common Sid are the same if so many of their elements are; fewer, where no other is left. */
const ALIKE = 4;
const ALIKE_IF_LAST = 3;

const likeness = (one: RawStatement, other: RawStatement): number =>
  ELEMENTS.filter((element) => hasSame(element, one, other)).length;

/**
 * Matches the statements of two documents: equal ones, then those with one Sid, then those that are alike. The statements
 * of the first are in their order, what only the second has is at the end.
 */
export function matched(before: readonly RawStatement[], after: readonly RawStatement[]): readonly Matched[] {
  const found = new Map<number, number>();
  const taken = new Set<number>();
  const match = (isMatch: (one: RawStatement, other: RawStatement) => boolean) => {
    before.forEach((one, index) => {
      if (found.has(index)) return;
      const at = after.findIndex((other, place) => !taken.has(place) && isMatch(one, other));
      if (at < 0) return;
      found.set(index, at);
      taken.add(at);
    });
  };
  match(isEqual);
  match((one, other) => sidOf(one) !== undefined && sidOf(one) === sidOf(other));
  const isNamed = (one: RawStatement, other: RawStatement) => sidOf(one) !== undefined && sidOf(other) !== undefined;
  match((one, other) => !isNamed(one, other) && likeness(one, other) >= ALIKE);
  if (before.length - found.size === 1 && after.length - taken.size === 1) {
    match((one, other) => !isNamed(one, other) && likeness(one, other) >= ALIKE_IF_LAST);
  }
  const pairs = before.map((_, index): Matched => {
    const at = found.get(index);
    return at === undefined ? { before: index } : { before: index, after: at };
  });
  const added = after.flatMap((_, index): Matched[] => (taken.has(index) ? [] : [{ after: index }]));
  return [...pairs, ...added];
}

/** Whether a document has a statement with the same elements, under any Sid. */
export function hasLike(raws: readonly RawStatement[], raw: RawStatement): boolean {
  return raws.some((each) => likeness(each, raw) === ELEMENTS.length);
}
