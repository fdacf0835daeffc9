import { isWide, parseCidr } from './cidr.ts';
import { oppositeOf } from './clause.ts';
import { globCovers } from './glob.ts';
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

/** Keys of every call that they are about. `IfExists` lets no call through for want of one. */
const ALWAYS = new Set(['iam:policyarn', 'iam:passedtoservice', 'aws:requestedregion', 'aws:sourceip']);

/** Keys by which a Deny with a negated operator leaves only what it names. "IAM and AWS STS condition context keys". */
const WHAT = new Set(['iam:permissionsboundary', 'iam:policyarn', 'iam:passedtoservice']);

/**
 * Whether a condition limits what is allowed. Conditions on how a request is made, that always hold, that a request can
 * pass without the key, or that require no match do not.
 */
export function isLimit({ key, operator, ifExists, values }: Clause): boolean {
  if (HOW.has(key) || operator === 'null' || operator.includes('not')) return false;
  if (ifExists && !ALWAYS.has(key) && !key.startsWith('aws:principal')) return false;
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

/** An ARN of IAM without its partition and account: identity policies reach only their own account. */
const general = (pattern: string): string =>
  pattern.replace(/^arn:[^:]*:iam:/, 'arn:aws:iam:').replace(/^arn:aws:iam::\d{12}:/, 'arn:aws:iam::*:');

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

function reaches(resources: Patterns, { all, self }: Need): boolean {
  if (all === undefined || holdsAll(resources, all)) return true;
  return self === true && !resources.but && resources.patterns.some((pattern) => SELF.test(pattern));
}

const names = ({ but, patterns }: Patterns, action: string): boolean =>
  patterns.some((pattern) => globCovers(pattern, action)) !== but;

/** Whether a condition is about the service to which a role is passed, and names the service of the need. */
const admitsService = ({ key, values }: Clause, { service }: Need): boolean =>
  key === 'iam:passedtoservice' && service !== undefined && values.some((value) => globCovers(value, service));

function gives({ effect, actions, resources, clauses }: Statement, need: Need): boolean {
  const limits = clauses.filter(isLimit).filter((clause) => !admitsService(clause, need));
  // A region limits IAM, whose calls are all in one region, and no other service.
  const left = need.action.startsWith('iam:') ? limits : limits.filter(({ key }) => key !== 'aws:requestedregion');
  return effect === 'allow' && left.length === 0 && names(actions, need.action) && reaches(resources, need);
}

/** Whether a Deny takes a need back: always, or but for what its conditions name. */
function takes({ effect, actions, resources, clauses }: Statement, need: Need): boolean {
  const leavesNamed = (clause: Clause): boolean =>
    WHAT.has(clause.key) &&
    oppositeOf(clause.operator) !== undefined &&
    !clause.values.some((value) => /^\*+$/.test(value)) &&
    !admitsService(clause, need);
  const covers = need.all === undefined ? coversEverything(resources) : holdsAll(resources, need.all);
  return effect === 'deny' && names(actions, need.action) && covers && clauses.every(leavesNamed);
}

const coversEverything = ({ but, patterns }: Patterns): boolean =>
  !but && patterns.some((pattern) => globCovers(pattern, '*'));

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
