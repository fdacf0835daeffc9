import type { Exchange } from '../../core/action.ts';
import { type Context, conclude, type Unknown, type Unplannable, unknown } from '../../core/rule.ts';
import { withoutStatements } from '../../policy/edit.ts';
import { type Exposure, exposures } from '../../policy/exposure.ts';
import { type Opening, trustOf } from '../../policy/openings.ts';
import { type Policy, type PolicyDocument, policyIn, readPolicy } from '../../policy/policy.ts';

/** Where a rule finds a resource policy, which outsiders it objects to, and what it reports. */
export interface PolicyView<State extends object, Options, Reported extends { readonly path: string }> {
  /** Its name in sentences: `bucket policy`. */
  readonly name: string;
  /** The policy. `null`: there is none. `undefined`: no event showed it. */
  policyOf(state: State): unknown;
  /** AWS services that can call for any customer count as outsiders ("The confused deputy problem", IAM User Guide). */
  readonly services?: boolean;
  /** Whether access of this outsider violates the rule. Left out: always. */
  objectsTo?(outsider: Exposure, context: Context<State, Options>): boolean;
  /** One violation for each statement (`byStatement`) or for each grantee of a statement (`byGrantee`). */
  split(found: readonly Exposure[]): readonly Opening[];
  /** The violation. `undefined`: another rule reports it. */
  report(opening: Opening): Reported | undefined;
}

/** The openings of a policy to outsiders. */
export interface Openings {
  readonly openings: readonly Opening[];
  /** Why not all of the policy could be read. There may be more openings. */
  readonly unreadable?: string;
}

/** The openings of a policy to outsiders whom the owner does not trust. */
export function openingsIn<State extends object, Options>(
  policy: unknown,
  context: Context<State, Options>,
  { services = false, objectsTo, split }: Pick<PolicyView<State, Options, never>, 'services' | 'objectsTo' | 'split'>,
): Openings {
  const reading = readPolicy(policy);
  const { ref, trusted } = context;
  const found = exposures(policyIn(reading), { ...trustOf(ref.account, trusted), services });
  const openings = split(objectsTo ? found.filter((each) => objectsTo(each, context)) : found);
  return reading.is === 'malformed' ? { openings, unreadable: reading.reason } : { openings };
}

/** One violation for each opening that the rule reports. `doubtsIn` returns a further doubt. */
export function judgePolicy<State extends object, Options, Reported extends { readonly path: string }>(
  view: PolicyView<State, Options, Reported>,
  state: State,
  context: Context<State, Options>,
  doubtsIn: (openings: readonly Opening[]) => Unknown | false = () => false,
): readonly Reported[] | Unknown {
  const policy = view.policyOf(state);
  if (policy === undefined) return unknown(`No event showed the ${view.name}.`);
  const { openings, unreadable } = openingsIn(policy, context, view);
  return conclude(
    openings.flatMap((opening) => view.report(opening) ?? []),
    unreadable !== undefined && unknown(`The ${view.name} cannot be read: ${unreadable}.`),
    doubtsIn(openings),
  );
}

/** How a plan closes the openings of a policy. */
export interface PolicyRepair<State extends object, Options, Put> {
  /** The action that replaces the policy. `after` is `null` if no statement is left. */
  put(exchange: Exchange<unknown>): Put;
  /** The plan restores the whole policy of the baseline, if it is known. */
  readonly restores?: true;
  /** Why the policy must not be replaced by this one, as a full sentence. `undefined`: it can be. */
  refusal?(left: Left, context: Context<State, Options>): string | undefined;
}

/** A policy without some of its openings. */
export interface Left {
  readonly policy: Policy;
  readonly closed: readonly Opening[];
  /** The document without their statements. `undefined`: no statement is left. */
  readonly after: PolicyDocument | undefined;
}

/** Removes the statements of the violations, and no others. */
export function planPolicy<State extends object, Options, Reported extends { readonly path: string }, Put>(
  view: PolicyView<State, Options, Reported>,
  { put, restores, refusal }: PolicyRepair<State, Options, Put>,
  state: State,
  violations: readonly { readonly path: string }[],
  context: Context<State, Options>,
): readonly [Put] | Unplannable {
  const before = view.policyOf(state);
  const reading = readPolicy(before);
  if (reading.is === 'malformed') return { cannot: `The ${view.name} cannot be read: ${reading.reason}.` };
  if (reading.is === 'absent') return { cannot: `There is no ${view.name}.` };
  const earlier = restores && context.baseline ? readPolicy(view.policyOf(context.baseline)) : undefined;
  if (earlier?.is === 'policy' && !openingsIn(earlier.policy.document, context, view).openings.some(view.report)) {
    return [put({ before, after: earlier.policy.document })];
  }
  const paths = new Set(violations.map(({ path }) => path));
  const closed = openingsIn(before, context, view).openings.filter((opening) =>
    paths.has(view.report(opening)?.path ?? ''),
  );
  const after = withoutStatements(
    reading.policy,
    closed.map(({ statementPath }) => statementPath),
  );
  const cannot = refusal?.({ policy: reading.policy, closed, after }, context);
  return cannot === undefined ? [put({ before, after: after ?? null })] : { cannot };
}
