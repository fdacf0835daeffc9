import { coversPermission, isForEveryone, namesPrincipal, type Permission, permissionsOf } from './coverage.ts';
import { isOpenText } from './glob.ts';
import { type Narrowing, narrowingOfDeny, narrowingsOfAllow } from './narrowing.ts';
import type { Clause, Policy, Principal, Statement } from './policy.ts';
import { type Grantee, type Reach, reachOf, type Trust } from './reach.ts';
import { sentenceOf } from './sentence.ts';

export type { Grantee, Trust } from './reach.ts';

/** Whom the owner trusts, and which exposures are returned. */
export interface ExposureOptions extends Trust {
  /** Also return AWS services that can call for any customer ("The confused deputy problem", IAM User Guide). */
  readonly services?: boolean;
}

/** One statement that gives access to one outsider. */
export interface Exposure {
  readonly index: number;
  readonly sid?: string;
  /** Names the statement in its policy. It stays the same from read to read. */
  readonly path: string;
  readonly to: Grantee;
  /** The service that calls for the grantee. */
  readonly through?: string;
  /** In the spelling of the policy, without those that a Deny covers. */
  readonly actions: readonly string[];
  /** The exceptions of a `NotAction`. */
  readonly except?: readonly string[];
  /** Conditions that lower the risk and do not prevent the access: an external id, MFA, a network. */
  readonly mitigatedBy: readonly string[];
  /** Part of a sentence for people: "anyone may s3:GetObject". */
  readonly says: string;
}

/** Whether a condition lowers the risk without changing who has access. */
function isMitigation({ key, operator, ifExists, quantifier, values }: Clause): boolean {
  if (ifExists || quantifier === 'all' || values.length === 0) return false;
  const all = (test: (value: string) => boolean): boolean => values.every(test);
  if (key === 'sts:externalid')
    return /^string(?:equals|equalsignorecase|like)$/.test(operator) && all((v) => !isOpenText(v));
  if (key === 'aws:multifactorauthpresent') return operator === 'bool' && all((v) => v.toLowerCase() === 'true');
  // With AWS_IAM a signed request of any account is accepted, with NONE every request ("Control access to Lambda
  // function URLs").
  return (
    key === 'lambda:functionurlauthtype' && operator.startsWith('string') && all((v) => v.toUpperCase() === 'AWS_IAM')
  );
}

/** The principals of an Allow. `NotPrincipal` counts as everyone ("AWS JSON policy elements: NotPrincipal"). */
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
  /** The mitigations that hold for every action. */
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
 * The outsiders to whom a resource policy gives access, statement by statement. Each Allow is narrowed by its
 * conditions and by every Deny that covers the same actions and resources. An identity policy names no principal and
 * exposes nothing. "Policy evaluation logic" (IAM User Guide).
 */
export function exposures(policy: Policy | undefined, options: ExposureOptions): readonly Exposure[] {
  if (policy === undefined) return [];
  const denies = deniesOf(policy);
  return policy.statements
    .filter((statement) => statement.effect === 'allow')
    .flatMap((allow) => [...collect(allow, denies, options)].map((found) => exposureOf(allow, found)))
    .filter(({ to }) => options.services === true || to === 'anyone' || !('service' in to));
}

/** Whether the exposure is to the public. Else it is to a named account, organisation or service. */
export const isPublic = ({ to }: Exposure): boolean => to === 'anyone' || 'federated' in to;
