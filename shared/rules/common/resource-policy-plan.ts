import type { Action, Exchange } from '../../core/action.ts';
import type { Ref } from '../../core/ref.ts';
import type { Alternatives, Context, Unplannable } from '../../core/rule.ts';
import type { PolicyOwner } from '../../policy/coverage.ts';
import { writable } from '../../policy/deleted.ts';
import { withRawStatements } from '../../policy/edit.ts';
import type { RawStatement } from '../../policy/elements.ts';
import { type Exposure, exposures } from '../../policy/exposure.ts';
import { separated, withoutFaultyPrincipals } from '../../policy/narrow.ts';
import { nameOfGrantee, type Opening } from '../../policy/openings.ts';
import { type Policy, readPolicy } from '../../policy/policy.ts';
import { type Fault, repaired } from '../../policy/repair.ts';
import { openingsIn, type PolicyView } from './resource-policy.ts';

/** How a plan closes the openings of a policy. */
export interface PolicyRepair<State extends object, Options, Put extends Action> {
  /** The action that replaces the policy. `after` is `null` if no statement is left, and `least` gives none. */
  put(exchange: Exchange<unknown>): Put;
  /** The policy in place of one without a statement, where AWS requires a policy. */
  least?(ref: Ref): unknown;
  /** Only what is clear is restored: for plans that nobody is asked about. */
  readonly clearOnly?: boolean;
  /** Why the policy must not be replaced by this one, as a full sentence. `undefined`: it can be. */
  refusal?(left: Left, context: Context<State, Options>): string | undefined;
}

const NOTHING_LEFT = 'Nothing of the policy would be left. Write who may have access.';

/** A policy without some of its openings. */
export interface Left {
  readonly policy: Policy;
  readonly closed: readonly Opening[];
  /** The document without them. `null`: no statement is left. */
  readonly after: unknown;
}

/**
 * Closes the openings of the violations. Principals and values of conditions that are not at fault stay, and so does every
 * change since the baseline that is not at fault. Names of deleted principals go, because AWS refuses them.
 */
export function planPolicy<
  State extends object,
  Options,
  Reported extends { readonly path: string },
  Put extends Action,
>(
  view: PolicyView<State, Options, Reported>,
  { put, least, clearOnly = false, refusal }: PolicyRepair<State, Options, Put>,
  state: State,
  violations: readonly { readonly path: string }[],
  context: Context<State, Options>,
): readonly [Put] | Alternatives<Put> | Unplannable {
  const before = view.policyOf(state);
  const reading = readPolicy(before);
  if (reading.is === 'malformed') return { cannot: `The ${view.name} cannot be read: ${reading.reason}.` };
  if (reading.is === 'absent') return { cannot: `There is no ${view.name}.` };
  const { policy } = reading;
  const paths = new Set(violations.map(({ path }) => path));
  const { openings } = openingsIn(before, context, view);
  const closed = openings.filter((opening) => paths.has(view.report(opening)?.path ?? ''));
  const earlier = context.baseline ? readPolicy(view.policyOf(context.baseline)) : undefined;
  const repair = repaired(
    rawsOf(policy),
    earlier?.is === 'policy' ? rawsOf(earlier.policy) : [],
    faultOf(view, context, openings, closed, clearOnly),
  );
  if ('inseparable' in repair) {
    return {
      cannot: `The conditions of statement ${repair.inseparable + 1} are for everybody whom it names. Give those who need access a statement of their own.`,
    };
  }
  const left =
    repair.statements.length === 0
      ? (least?.(context.ref) ?? null)
      : withRawStatements(policy.document, repair.statements);
  const after = writable(left);
  const cannot = refusal?.({ policy, closed, after }, context);
  if (cannot !== undefined) return { cannot };
  const step = put({ before, after });
  // Whether those who had access before still need it, a person knows.
  return clearOnly && repair.isLossy ? { cannot: NOTHING_LEFT, oneOf: [[step]], unsure: true } : [step];
}

function rawsOf({ statements }: Policy): readonly RawStatement[] {
  return statements.map(({ raw }) => raw);
}

/** A statement is at fault if it lets in whom a violation is about, or anybody else to whom the rule objects. */
function faultOf<State extends object, Options, Reported extends { readonly path: string }>(
  view: PolicyView<State, Options, Reported>,
  context: Context<State, Options>,
  openings: readonly Opening[],
  closed: readonly Opening[],
  clearOnly: boolean,
): Fault {
  const left = new Set(openings.filter((opening) => !closed.includes(opening)).flatMap(keysOf));
  // A statement can let in somebody, too, whom the rule would not report alone.
  const isReported = (exposure: Exposure): boolean => view.split([exposure]).some((opening) => view.report(opening));
  const { account } = context.ref;
  const access = accessAs(view.ownerOf(context.ref), account);
  // Principals of the own account need no statement in the policy of most resources, and a Deny is for them too.
  const byIdentity = { Effect: 'Allow', Principal: { AWS: account }, Action: '*', Resource: '*' };
  return {
    isFaulty: (raw, index, denies) =>
      openingsIn({ Statement: [raw, ...denies] }, context, view)
        .openings.flatMap(({ exposures: found }) => found)
        .some((exposure) => isReported(exposure) && !left.has(keyOf({ ...exposure, index }))),
    isWrongElsewhere: (raw, denies) => {
      const { isForAnotherRule: objectsTo = () => false } = view;
      return openingsIn({ Statement: [raw, ...denies] }, context, { ...view, objectsTo }).openings.length > 0;
    },
    narrowed: (raw, isFaulty, denies) =>
      withoutFaultyPrincipals(raw, isFaulty, (each) => access([each, ...denies]) !== access(denies)),
    separated,
    others: [byIdentity],
    accessOf: access,
    clearOnly,
  };
}

/** The access of everybody with a name, as text: of the own account, too, as others see it. */
function accessAs(of: PolicyOwner, own: string): (statements: readonly RawStatement[]) => string {
  return (statements) => {
    const reading = readPolicy({ Statement: statements });
    if (reading.is !== 'policy') return '';
    const found = ['', own].flatMap((account) =>
      exposures(reading.policy, { account, trustedAccounts: [], trustedOrganizations: [], services: true, of }),
    );
    return JSON.stringify(
      found.map(({ index, to, through, actions, mitigatedBy }) => {
        const isOwn = to !== 'anyone' && 'account' in to && to.account === own;
        const limits = mitigatedBy.filter((key) => !(isOwn ? BY_NAME_OR_MEMBERSHIP : BY_NAME).test(key));
        return [index, to, through, actions, limits];
      }),
    );
  };
}

/** A condition that admits a grantee by its own name does not limit it. */
const BY_NAME = /^(?:kms:calleraccount|aws:principalaccount)$/i;
const BY_NAME_OR_MEMBERSHIP = /^(?:kms:calleraccount|aws:principal(?:account|orgid))$/i;

function keysOf({ exposures: found }: Opening): readonly string[] {
  return found.map(keyOf);
}

function keyOf({ index, to, through }: Pick<Exposure, 'index' | 'to' | 'through'>): string {
  return `${index} ${nameOfGrantee(to)} ${through ?? ''}`;
}
