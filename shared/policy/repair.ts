import { coversStatement, meets } from './coverage.ts';
import { freeSid } from './edit.ts';
import {
  alsoFor,
  ELEMENTS,
  elementOf,
  hasSame,
  meaningOf,
  principalsIn,
  type RawStatement,
  withElement,
} from './elements.ts';
import { hasLike, matched, sidOf } from './matched.ts';
import { INSEPARABLE } from './narrow.ts';
import { readStatement } from './statement.ts';

/** What is at fault in a policy, and how a statement is freed of it. */
export interface Fault {
  /**
   * Whether an Allow is at fault, alone with the Denies of its policy.
   * @param index Of the statement of the policy of now that it is, or was made of.
   */
  isFaulty(raw: RawStatement, index: number, denies: readonly RawStatement[]): boolean;
  /** The statement without what is at fault in it. `undefined`: nothing is left. */
  narrowed(
    raw: RawStatement,
    isFaulty: (raw: RawStatement) => boolean,
    denies: readonly RawStatement[],
  ): RawStatement | undefined | typeof INSEPARABLE;
  /** The statements in place of one that is inseparable. Left out, or `undefined`: there are none. */
  separated?(raw: RawStatement, isFaulty: (raw: RawStatement) => boolean): readonly RawStatement[] | undefined;
  /**
   * Whether an Allow of the earlier policy gives access that another rule objects to. Nobody gets it back who has not got it
   * now.
   */
  readonly isWrongElsewhere?: (raw: RawStatement, denies: readonly RawStatement[]) => boolean;
  /** In place of access that the policy does not show, and that a Deny takes too. */
  readonly others: readonly RawStatement[];
  /** The access that statements give to anybody, to be compared. */
  accessOf(statements: readonly RawStatement[]): string;
  /** What is restored is clear: it differs in one element, or gives nobody more than the policy of now. */
  readonly clearOnly?: boolean;
}

/** The statements of a policy without what is at fault, or the number of the statement that cannot be freed of it. */
export type Repair = Repaired | { readonly inseparable: number };

interface Repaired {
  readonly statements: readonly RawStatement[];
  /** Nothing is left, and somebody had access before that what is at fault has replaced. */
  readonly isLossy: boolean;
}

const isDeny = (raw: RawStatement): boolean => String(elementOf(raw, 'effect')?.[1]).toLowerCase() === 'deny';

/**
 * Merges three policies: the earlier one that was right, the one of now, and what is at fault in it. Only what is at
 * fault goes back to what it was; every other change since stays. Without an earlier policy what is at fault is removed.
 */
export function repaired(now: readonly RawStatement[], earlier: readonly RawStatement[], fault: Fault): Repair {
  const denied = now.filter(isDeny);
  const added = deniesBack(now, earlier, fault);
  const denies = [...denied, ...added];
  const origins = new Map(
    matched(earlier, now).flatMap(({ before, after }) =>
      before === undefined || after === undefined ? [] : [[after, earlier[before]] as const],
    ),
  );
  // Without a Deny of that time, an Allow of that time could give more than it gave.
  const isDenied = earlier.every((raw) => !isDeny(raw) || hasLike(denies, raw));
  const faulty = faultyIn(now, denies, fault);
  const statements: (RawStatement | undefined)[] = [...now];
  const beside: RawStatement[] = [];
  for (const index of faulty) {
    const raw = now[index];
    if (raw === undefined) continue;
    const isFaulty = (each: RawStatement) => fault.isFaulty(each, index, denies);
    const narrow = fault.narrowed(raw, isFaulty, denies);
    const origin = origins.get(index);
    const isOfUse = (each: RawStatement) =>
      isDeny(each)
        ? !takesMore(now, [each], fault)
        : !isFaulty(each) && (isWithin(raw, each) || (isDenied && !fault.isWrongElsewhere?.(each, denies)));
    // What is right in it stays, though the earlier statement would not have given it.
    const apart = narrow === INSEPARABLE ? (fault.separated?.(raw, isFaulty) ?? []) : [];
    const isWhole = apart.length === 0 || !takes(apart, origin, fault);
    const back = origin && isWhole ? restored(raw, narrow, origin, isOfUse, fault.clearOnly ?? false) : undefined;
    if (narrow !== INSEPARABLE || back !== undefined) {
      statements[index] = back ?? (narrow === INSEPARABLE ? undefined : narrow);
      continue;
    }
    const [part, ...others] = apart;
    if (part === undefined) return { inseparable: index };
    statements[index] = part;
    beside.push(...others);
  }
  const left = statements.filter((raw) => raw !== undefined);
  // A statement that is new has replaced none, unless it is all that there is.
  const widened = faulty.filter((index) => origins.has(index) || left.length === 0);
  const opened = now.filter((_, index) => widened.includes(index));
  const replaced = lostTo(opened, earlier, left).filter((raw) => !fault.isFaulty(raw, Number.NaN, denies));
  const more = [...beside, ...replaced, ...added];
  const isLossy =
    left.length + more.length === 0 &&
    earlier.some(
      (raw) =>
        !isDeny(raw) &&
        !fault.isFaulty(raw, Number.NaN, denies) &&
        opened.some((each) => meets(readStatement(each, 0), readStatement(raw, 0))),
    );
  return {
    isLossy,
    statements: more.reduce<readonly RawStatement[]>((all, raw) => [...all, withFreeSid(raw, all)], left),
  };
}

/** Whether somebody has access by these statements who has none by the other. */
function takes(statements: readonly RawStatement[], other: RawStatement | undefined, fault: Fault): boolean {
  const access = [...statements, ...(other ? [other] : [])];
  return fault.accessOf(access) !== fault.accessOf(other ? [other] : []);
}

/** Whether a statement for everybody, or for the holder of a policy, gives all that another one does. */
function isWithin(outer: RawStatement, inner: RawStatement): boolean {
  return isForAll(outer) && coversStatement(readStatement(outer, 0), readStatement(inner, 0));
}

/** The indexes of the Allows that are at fault. */
function faultyIn(now: readonly RawStatement[], denies: readonly RawStatement[], fault: Fault): readonly number[] {
  return now.flatMap((raw, index) => (!isDeny(raw) && fault.isFaulty(raw, index, denies) ? [index] : []));
}

/** Whether more Denies take access from somebody who is not at fault. */
function takesMore(now: readonly RawStatement[], more: readonly RawStatement[], fault: Fault): boolean {
  const denied = now.filter(isDeny);
  const right = now.flatMap((raw, index) => {
    if (isDeny(raw)) return [];
    const isFaulty = (each: RawStatement) => fault.isFaulty(each, index, denied);
    const left = isFaulty(raw) ? fault.narrowed(raw, isFaulty, denied) : raw;
    if (left === INSEPARABLE) return fault.separated?.(raw, isFaulty) ?? [];
    return left === undefined ? [] : [left];
  });
  return [...right, ...fault.others].some((allow) =>
    more.some((deny) => {
      if (!meets(readStatement(allow, 0), readStatement(deny, 0))) return false;
      if (principalsIn(allow).some(isService) && takesFromServices(deny)) return true;
      // A Deny of a part of what a statement allows counts too.
      const part = withElement(withElement(allow, 'action', deny), 'resource', deny);
      return fault.accessOf([part, ...denied]) !== fault.accessOf([part, ...denied, deny]);
    }),
  );
}

/**
 * Whether a Deny is for calls of AWS services, too: one without conditions, or with conditions that a call fails which does
 * not have their key. A service has no account, organisation or address.
 */
function takesFromServices(deny: RawStatement): boolean {
  return readStatement(deny, 0).clauses.every(
    ({ operator, key }) => /not/.test(operator) && key !== 'aws:principalisawsservice',
  );
}

/** The Denies of the earlier policy for lack of which statements that nobody changed are at fault. */
function deniesBack(
  now: readonly RawStatement[],
  earlier: readonly RawStatement[],
  fault: Fault,
): readonly RawStatement[] {
  const lost = earlier.filter((raw) => isDeny(raw) && !hasLike(now, raw));
  if (lost.length === 0) return [];
  const denied = now.filter(isDeny);
  const unchanged = faultyIn(now, denied, fault).filter((index) => hasLike(earlier, now[index] ?? {}));
  if (unchanged.length === 0) return [];
  const isEnough = (more: readonly RawStatement[]): boolean => {
    const still = new Set(faultyIn(now, [...denied, ...more], fault));
    return !unchanged.some((index) => still.has(index)) && !takesMore(now, more, fault);
  };
  return [...lost.map((raw) => [raw]), lost].find(isEnough) ?? [];
}

/**
 * The Allows of the earlier policy that a wider one has replaced: who had access by them has it by the wider one now, and
 * would lose it.
 */
function lostTo(
  opened: readonly RawStatement[],
  earlier: readonly RawStatement[],
  left: readonly RawStatement[],
): readonly RawStatement[] {
  const wide = opened.filter((raw) => !hasLike(earlier, raw));
  return matched(earlier, left).flatMap(({ before, after }) => {
    const raw = before === undefined || after !== undefined ? undefined : earlier[before];
    return raw !== undefined && !isDeny(raw) && wide.some((outer) => isWithin(outer, raw)) ? [raw] : [];
  });
}

/** Whether a statement is for everyone, or names nobody, as those of an identity policy. */
const isForAll = (raw: RawStatement): boolean =>
  elementOf(raw, 'principal') === undefined || principalsIn(raw).some(isEveryone);

/** The statement as it was before it was opened. `undefined`: a part of it is right, or it is no use. */
function restored(
  raw: RawStatement,
  narrow: RawStatement | undefined | typeof INSEPARABLE,
  origin: RawStatement,
  isOfUse: (raw: RawStatement) => boolean,
  clearOnly: boolean,
): RawStatement | undefined {
  if (narrow !== undefined && narrow !== INSEPARABLE) {
    return isDeny(origin) ? undefined : replacedByEveryone(raw, narrow, origin, isOfUse);
  }
  const changed = ELEMENTS.filter((element) => !hasSame(element, raw, origin));
  const isClear = changed.length <= 1 || (!isDeny(origin) && isWithin(raw, origin));
  return (clearOnly && !isClear) || !isOfUse(origin) ? undefined : origin;
}

/** Who was named before everyone was needs the name again. */
function replacedByEveryone(
  raw: RawStatement,
  narrow: RawStatement,
  origin: RawStatement,
  isOfUse: (raw: RawStatement) => boolean,
): RawStatement | undefined {
  const left = principalsIn(narrow);
  const hadEveryone =
    principalsIn(raw).length > left.length && principalsIn(raw).some(isEveryone) && !left.some(isEveryone);
  if (!hadEveryone) return undefined;
  const known = new Set(left.map(({ text }) => text));
  const back = principalsIn(origin).filter(
    (principal) =>
      !known.has(principal.text) && !isEveryone(principal) && isOfUse(alsoFor(undefined, [principal], narrow)),
  );
  return back.length === 0 ? undefined : alsoFor(narrow, back, narrow);
}

const isService = (principal: ReturnType<typeof principalsIn>[number]): boolean =>
  meaningOf(principal)?.is === 'service';

const isEveryone = (principal: ReturnType<typeof principalsIn>[number]): boolean =>
  meaningOf(principal)?.is === 'everyone';

/** A Sid must be unique in its policy. */
function withFreeSid(raw: RawStatement, others: readonly RawStatement[]): RawStatement {
  const [name, sid] = Object.entries(raw).find(([each]) => each.toLowerCase() === 'sid') ?? [];
  if (name === undefined || typeof sid !== 'string') return raw;
  const free = freeSid(others.map(sidOf), sid);
  return free === sid ? raw : { ...raw, [name]: free };
}
