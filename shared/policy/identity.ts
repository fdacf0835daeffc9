import { isWide, parseCidr } from './cidr.ts';
import { holdsFor, oppositeOf } from './clause.ts';
import { anyCovers, globCovers, globsMeet } from './glob.ts';
import type { Clause, Patterns, Policy, Statement } from './policy.ts';

/** The types of IAM resources through which a principal can get more rights. */
export const IAM_TYPES = ['user', 'group', 'role', 'policy'] as const;
export type IamType = (typeof IAM_TYPES)[number];

/** Conditions on how or when a request is made. They do not limit what is allowed. */
const HOW = new Set([
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:securetransport',
  'aws:currenttime',
  'aws:epochtime',
  'aws:tokenissuetime',
  'aws:useragent',
  'aws:referer',
]);

/** Keys that keep the holder of a policy to its own account or organisation, in which it can have all rights. */
const OWN = new Set([
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:resourceaccount',
  'aws:resourceorgid',
  'aws:resourceorgpaths',
]);

/** Keys of every call that they are about. `IfExists` lets no call through for want of one. */
const ALWAYS = new Set(['iam:policyarn', 'iam:passedtoservice', 'aws:requestedregion', 'aws:sourceip']);

/** Each partition has one region for all calls of IAM. "AWS Identity and Access Management endpoints" (AWS General Reference). */
const REGIONS_OF_IAM = ['us-east-1', 'cn-north-1', 'us-gov-west-1'];

/** Policies of AWS that give all rights, or lead to them. */
const TOP_POLICIES = ['AdministratorAccess', 'IAMFullAccess'].map((name) => `arn:aws:iam::aws:policy/${name}`);

/** The values of a key in the calls that meet a need. `undefined`: they can have any value. */
function valuesIn({ action, service }: Need, key: string): readonly string[] | undefined {
  if (key === 'aws:requestedregion' && action.startsWith('iam:')) return REGIONS_OF_IAM;
  if (key === 'iam:passedtoservice' && service !== undefined) return [service];
  return key === 'iam:policyarn' && action.startsWith('iam:attach') ? TOP_POLICIES : undefined;
}

/** A condition without what differs from partition to partition. */
const inAnyPartition = (clause: Clause): Clause => ({
  ...clause,
  values: clause.values.map((value) => value.replace(/^arn:aws-[a-z-]+:/, 'arn:aws:').replace(/\.com\.cn$/, '.com')),
});

/**
 * Whether a condition limits what is allowed of a need. Conditions on how a request is made, that always hold, that a
 * request can pass without the key, or that require no match do not.
 */
export function isLimit(given: Clause, need: Need = { action: 'iam:*' }): boolean {
  const clause = inAnyPartition(given);
  const { key, operator, ifExists, quantifier, values } = clause;
  if (HOW.has(key) || OWN.has(key) || operator === 'null') return false;
  if (key === 'aws:viaawsservice') return !values.every((value) => value.toLowerCase() === 'false');
  // The regions of other services leave a way in each of them.
  if (key === 'aws:requestedregion' && !need.action.startsWith('iam:')) return false;
  const known = valuesIn(need, key);
  const isNegated = operator.includes('not');
  if (known !== undefined && !(key === 'iam:policyarn' && isNegated)) {
    const fails = (value: string): boolean => holdsFor(clause, value) === false;
    // The partition is not known. A policy only names regions of its own.
    return isNegated ? known.some(fails) : known.every(fails);
  }
  if (isNegated) return false;
  const passesWithoutKey = ifExists || quantifier === 'all';
  if (passesWithoutKey && !ALWAYS.has(key) && !key.startsWith('aws:principal')) return false;
  if (operator === 'ipaddress') {
    return !values.some((value) => {
      const cidr = parseCidr(value);
      return cidr !== undefined && isWide(cidr);
    });
  }
  return !(operator.endsWith('like') && values.some((value) => /^\*+$/.test(value)));
}

/** All resources of a type, in any account. */
const allOf = (type: IamType): string => `arn:aws:iam::*:${type}/*`;

const ACCOUNT = /^arn:aws:iam::(?:\d{12}|\$\{aws:(?:principal|resource)account\}):/i;

/** An ARN of IAM without its partition and account: identity policies reach only their own account. */
const general = (pattern: string): string =>
  pattern.replace(/^arn:[^:]*:iam:/, 'arn:aws:iam:').replace(ACCOUNT, 'arn:aws:iam::*:');

/** Whether a set of resources holds all of a type. A set with exceptions does unless one exception is all of them. */
export function holdsAll({ but, patterns }: Patterns, type: IamType): boolean {
  return patterns.some((pattern) => globCovers(general(pattern), allOf(type))) !== but;
}

/** An action, and the resources on which it has to be allowed. */
export interface Need {
  /** In lower case. */
  readonly action: string;
  /** All resources of this type. Left out: any resource, because one is enough. */
  readonly all?: IamType;
  /** The user itself is enough. */
  readonly self?: true;
  /** The service to which a role is passed. */
  readonly service?: string;
}

const SELF = /:user\/(?:.*\/)?\$\{aws:username\}$/i;

const hasSelf = (resources: Patterns): boolean => resources.patterns.some((pattern) => SELF.test(pattern));

/** Whether a Deny on these resources leaves nothing of a type, not even the user itself. */
export function leavesNone(resources: Patterns, type: IamType): boolean {
  return holdsAll(resources, type) && !(type === 'user' && resources.but && hasSelf(resources));
}

/** Whether a pattern can match an ARN of a service. */
function isOfService(pattern: string, service: string): boolean {
  const [arn, partition = '', owner] = pattern.split(':');
  return arn !== 'arn' || partition.includes('*') || owner === undefined || globsMeet(owner, service);
}

function reaches(resources: Patterns, { action, all, self }: Need): boolean {
  if (all !== undefined) return holdsAll(resources, all) || (self === true && !resources.but && hasSelf(resources));
  const [service = ''] = action.split(':');
  return resources.but || resources.patterns.some((pattern) => isOfService(pattern, service));
}

const names = ({ but, patterns }: Patterns, action: string): boolean => anyCovers(patterns, action) !== but;

function gives({ effect, actions, resources, clauses }: Statement, need: Need): boolean {
  const isOpen = clauses.every((clause) => !isLimit(clause, need));
  return effect === 'allow' && isOpen && names(actions, need.action) && reaches(resources, need);
}

/** Whether a condition of a Deny holds for all calls that meet a need, but for those within a named boundary. */
function alwaysDenies(given: Clause, need: Need): boolean {
  const clause = inAnyPartition(given);
  const { key, operator, values } = clause;
  const isNegated = oppositeOf(operator) !== undefined;
  if (key === 'iam:permissionsboundary') return isNegated && !values.some((value) => /^\*+$/.test(value));
  // Other policies than these can give all rights too.
  if (key === 'iam:policyarn' && !isNegated) return false;
  return valuesIn(need, key)?.every((value) => holdsFor(clause, value) === true) ?? false;
}

/** Whether a Deny takes a need back: always, or but for what its conditions name. */
function takes({ effect, actions, resources, clauses }: Statement, need: Need): boolean {
  const { all, self } = need;
  const coversAll = all !== undefined && (self ? leavesNone(resources, all) : holdsAll(resources, all));
  const covers = all === undefined ? coversEverything(resources) : coversAll;
  return (
    effect === 'deny' && names(actions, need.action) && covers && clauses.every((clause) => alwaysDenies(clause, need))
  );
}

const coversEverything = ({ but, patterns }: Patterns): boolean => !but && anyCovers(patterns, '*');

/**
 * Whether an identity policy allows an action, without a condition or a Deny that limits it. "Policy evaluation logic"
 * (IAM User Guide).
 */
export function allows(policy: Policy, need: Need): boolean {
  return (
    policy.statements.some((statement) => gives(statement, need)) &&
    !policy.statements.some((statement) => takes(statement, need))
  );
}
