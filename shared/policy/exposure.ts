import { coversPermission, isForEveryone, namesPrincipal, type Permission, permissionsOf } from './coverage.ts';
import { isOpenText } from './glob.ts';
import { type Narrowing, narrowingOfDeny, narrowingsOfAllow } from './narrowing.ts';
import type { Clause, Policy, Principal, Statement } from './policy.ts';
import { type Grantee, type Reach, reachOf, type Trust } from './reach.ts';
import { sentenceOf } from './sentence.ts';

export type { Grantee, Trust } from './reach.ts';

/** The principals that the owner trusts, and which exposures to report. */
export interface ExposureOptions extends Trust {
  /** Also report AWS services that may call on behalf of any customer ("The confused deputy problem", IAM User Guide). */
  readonly services?: boolean;
}

/** One statement that lets somebody in from outside. */
export interface Exposure {
  readonly index: number;
  readonly sid?: string;
  /** Names the statement in its policy, the same from read to read. */
  readonly path: string;
  readonly to: Grantee;
  /** The service that asks on the grantee's behalf. */
  readonly through?: string;
  /** As written; only those that no Deny takes away. */
  readonly actions: readonly string[];
  /** What `actions` leaves out, where the statement says `NotAction`. */
  readonly except?: readonly string[];
  /** Conditions that make it harder without closing it: an external id, MFA, a network. */
  readonly mitigatedBy: readonly string[];
  /** A fragment for people: "anyone may s3:GetObject". */
  readonly says: string;
}

/** Conditions that ask for more than being somebody: they lower the risk and leave the audience. */
function isMitigation({ key, operator, ifExists, quantifier, values }: Clause): boolean {
  if (ifExists || quantifier === 'all' || values.length === 0) return false;
  const all = (test: (value: string) => boolean): boolean => values.every(test);
  if (key === 'sts:externalid')
    return /^string(?:equals|equalsignorecase|like)$/.test(operator) && all((v) => !isOpenText(v));
  if (key === 'aws:multifactorauthpresent') return operator === 'bool' && all((v) => v.toLowerCase() === 'true');
  // "Control access to Lambda function URLs": with AWS_IAM any signed request of any account will do, with NONE none is needed.
  return (
    key === 'lambda:functionurlauthtype' && operator.startsWith('string') && all((v) => v.toUpperCase() === 'AWS_IAM')
  );
}

/** The principals of an Allow; everyone but some is everyone ("AWS JSON policy elements: NotPrincipal"). */
function principalsOf(allow: Statement): readonly Principal[] {
  const { but, principals } = allow.who ?? { but: false, principals: [] };
  if (!but) return principals;
  return principals.some((principal) => principal.is === 'everyone') ? [] : [{ is: 'everyone' }];
}

interface Deny {
  readonly statement: Statement;
  readonly narrowing: Narrowing;
  readonly everyone: boolean;
}

function deniesOf(policy: Policy): readonly Deny[] {
  return policy.statements.flatMap((statement) => {
    const narrowing =
      statement.effect === 'deny' && statement.who !== undefined ? narrowingOfDeny(statement) : undefined;
    return narrowing === undefined ? [] : [{ statement, narrowing, everyone: isForEveryone(statement) }];
  });
}

function narrowingsBy(denies: readonly Deny[], permission: Permission, principal: Principal): readonly Narrowing[] {
  return denies
    .filter(({ statement, everyone }) => everyone || namesPrincipal(statement, principal))
    .filter(({ statement }) => coversPermission(statement, permission))
    .map((deny) => deny.narrowing);
}

interface Found {
  readonly reach: Reach;
  readonly actions: Set<string>;
  /** What holds on every way in. */
  mitigatedBy: readonly string[];
}

function collect(allow: Statement, denies: readonly Deny[], trust: Trust): Iterable<Found> {
  const own = narrowingsOfAllow(allow.clauses);
  const found = new Map<string, Found>();
  for (const principal of principalsOf(allow)) {
    for (const permission of permissionsOf(allow)) {
      const narrowings = [...own, ...narrowingsBy(denies, permission, principal)];
      for (const reach of reachOf(principal, narrowings, trust)) {
        const key = JSON.stringify([reach.to, reach.through]);
        const known = found.get(key) ?? { reach, actions: new Set(), mitigatedBy: reach.mitigatedBy };
        known.actions.add(permission.spelling);
        known.mitigatedBy = known.mitigatedBy.filter((each) => reach.mitigatedBy.includes(each));
        found.set(key, known);
      }
    }
  }
  return found.values();
}

function exposureOf(allow: Statement, { reach, actions, mitigatedBy }: Found): Exposure {
  const { index, sid, path: at } = allow;
  const mitigations = allow.clauses.filter(isMitigation).map((clause) => clause.spelling);
  const given = {
    index,
    path: at,
    to: reach.to,
    actions: [...actions],
    mitigatedBy: [...new Set([...mitigations, ...mitigatedBy])],
    ...(sid === undefined ? {} : { sid }),
    ...(reach.through === undefined ? {} : { through: reach.through }),
    ...(allow.actions.but ? { except: allow.actions.spellings } : {}),
  };
  return { ...given, says: sentenceOf(given) };
}

/**
 * Everybody outside the owner's trust whom a resource policy lets in, statement by statement:
 * each Allow, narrowed by its own conditions and by every Deny that covers the same actions
 * and resources. "Policy evaluation logic" in the IAM User Guide. An identity policy names
 * nobody and exposes nothing.
 */
export function exposures(policy: Policy | undefined, options: ExposureOptions): readonly Exposure[] {
  if (policy === undefined) return [];
  const denies = deniesOf(policy);
  return policy.statements
    .filter((statement) => statement.effect === 'allow')
    .flatMap((allow) => [...collect(allow, denies, options)].map((found) => exposureOf(allow, found)))
    .filter(({ to }) => options.services === true || to === 'anyone' || !('service' in to));
}

/** Whether the exposure is to the public rather than to somebody with a name. */
export const isPublic = ({ to }: Exposure): boolean => to === 'anyone' || 'federated' in to;
