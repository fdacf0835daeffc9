import { deliversLogs } from './accounts.ts';
import {
  canUse,
  coversPermission,
  isForEveryone,
  meets,
  namesPrincipal,
  type Permission,
  type PolicyOwner,
  permissionsOf,
} from './coverage.ts';
import { isOpenText } from './glob.ts';
import { hasNames } from './name-keys.ts';
import { type Narrowing, narrowingOfDeny, narrowingsOfAllow } from './narrowing.ts';
import type { Clause, Policy, Principal, Statement } from './policy.ts';
import { type Grantee, type Reach, reachOf, type Trust } from './reach.ts';
import { canBeUnsigned, type Scene, sceneOf } from './scene.ts';
import { sentenceOf } from './sentence.ts';

export type { Grantee, Trust } from './reach.ts';

/** Whom the owner trusts, and which exposures are returned. */
export interface ExposureOptions extends Trust {
  /** Also return AWS services that can call for any customer ("The confused deputy problem", IAM User Guide). */
  readonly services?: boolean;
  /** Whose policy it is. Left out: the policy itself shows it. */
  readonly of?: PolicyOwner;
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
  /** On what, and under which conditions of the statement and of Denies: the same text for the same. It holds no secret. */
  readonly limits: string;
}

const limitsOf = ({ actions, resources, clauses }: Statement): string =>
  JSON.stringify([
    actions.but,
    actions.patterns.toSorted(),
    resources.but,
    resources.patterns.toSorted(),
    conditionsIn(clauses),
  ]);

const conditionsIn = (clauses: readonly Clause[]): readonly string[] =>
  clauses
    .map(({ operator, quantifier = '', ifExists, key, values }) =>
      JSON.stringify([
        quantifier,
        operator,
        ifExists,
        key,
        [...new Set(values.map((value) => comparable(key, value)))].sort(),
      ]),
    )
    .sort();

/** Values of these keys say who has access, which an exposure names. */
const WHO = /(?:account|owner|orgid|orgpaths)$/;

/** A value that compares what people write can be a token. Of that only the length is shown, and where it is open. */
function comparable(key: string, value: string): string {
  if (WHO.test(key)) return '';
  return hasNames(key) ? value : value.replace(/[^*?]+/g, (text) => String(text.length));
}

/** The conditions of the Denies that leave an exposure, as far as they are said to limit it. */
const limitsBy = (denies: readonly Statement[], allow: Statement, mitigatedBy: readonly string[]): readonly string[] =>
  denies
    .filter((deny) => deny.clauses.some(({ spelling }) => mitigatedBy.includes(spelling)) && meets(allow, deny))
    .flatMap(({ clauses }) => conditionsIn(clauses))
    .sort();

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

/** Permissions of one Allow to which every principal has the same access. */
interface Alike {
  /** One of them. */
  readonly action: string;
  readonly spellings: ReadonlySet<string>;
  /** The Denies that cover them. */
  readonly denies: readonly Statement[];
}

/** Long policies multiply principals, actions and Denies. So permissions that are alike are judged once. */
function grouped(permissions: readonly Permission[], denies: readonly Statement[]): readonly Alike[] {
  const covered = permissions.map((permission) => ({
    ...permission,
    denies: denies.filter((deny) => coversPermission(deny, permission)),
  }));
  const groups = Map.groupBy(covered, ({ action, denies: covering }) =>
    JSON.stringify([
      deliversLogs(action) || action.startsWith('sts:') ? action : canBeUnsigned(action),
      covering.map(({ index }) => index),
    ]),
  );
  return [...groups.values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, spellings: new Set([first, ...more].map(({ spelling }) => spelling)) }] : [],
  );
}

function narrowingsBy(covering: readonly Statement[], principal: Principal, scene: Scene): readonly Narrowing[] {
  return covering
    .filter((deny) => isForEveryone(deny) || namesPrincipal(deny, principal))
    .flatMap((deny) => narrowingOfDeny(deny, scene) ?? []);
}

interface Found {
  readonly reach: Reach;
  readonly actions: Set<string>;
  /** The mitigations that hold for every action. */
  mitigatedBy: readonly string[];
}

function collect(
  allow: Statement,
  denies: readonly Statement[],
  { of, ...trust }: Trust & { readonly of?: PolicyOwner },
): Iterable<Found> {
  const found = new Map<string, Found>();
  const groups = grouped(permissionsOf(allow, of), denies);
  for (const principal of principalsOf(allow)) {
    for (const { action, spellings, denies: covering } of groups) {
      if (!canUse(principal, action)) continue;
      const scene = sceneOf(trust.account, principal, action);
      const own = narrowingsOfAllow(allow.clauses, scene);
      const narrowings = [...own, ...narrowingsBy(covering, principal, scene)];
      for (const reach of reachOf(principal, action, narrowings, trust)) {
        const key = JSON.stringify([reach.to, reach.through]);
        const known = found.get(key) ?? { reach, actions: new Set(), mitigatedBy: reach.mitigatedBy };
        for (const spelling of spellings) known.actions.add(spelling);
        known.mitigatedBy = known.mitigatedBy.filter((each) => reach.mitigatedBy.includes(each));
        found.set(key, known);
      }
    }
  }
  return found.values();
}

function exposureOf(allow: Statement, denies: readonly Statement[], { reach, actions, mitigatedBy }: Found): Exposure {
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
  const limits = JSON.stringify([limitsOf(allow), limitsBy(denies, allow, given.mitigatedBy)]);
  return { ...given, says: sentenceOf(given), limits };
}

/**
 * The outsiders to whom a resource policy gives access, statement by statement. Each Allow is narrowed by its
 * conditions and by every Deny that covers the same actions and resources. An identity policy names no principal and
 * exposes nothing. "Policy evaluation logic" (IAM User Guide).
 */
export function exposures(policy: Policy | undefined, options: ExposureOptions): readonly Exposure[] {
  if (policy === undefined) return [];
  const denies = policy.statements.filter(({ effect, who }) => effect === 'deny' && who !== undefined);
  return policy.statements
    .filter((statement) => statement.effect === 'allow')
    .flatMap((allow) => [...collect(allow, denies, options)].map((found) => exposureOf(allow, denies, found)))
    .filter(({ to }) => options.services === true || to === 'anyone' || !('service' in to));
}

/** The ids of the organisations that the conditions of a policy name. */
export function organizationsNamed(policy: Policy | undefined): readonly string[] {
  const clauses = (policy?.statements ?? []).flatMap((statement) => statement.clauses);
  const named = clauses
    .filter(({ key }) => /org(?:id|paths)$/.test(key))
    .flatMap(({ values }) => values.flatMap((value) => /^o-[a-z0-9]+/.exec(value)?.[0] ?? []));
  return [...new Set(named)];
}

/** Whether the exposure is to the public. Else it is to a named account, organisation or service. */
export const isPublic = ({ to }: Exposure): boolean => to === 'anyone' || 'federated' in to;
