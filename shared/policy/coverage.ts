import { anyCovers, globCovers, globsMeet } from './glob.ts';
import type { Principal } from './principal.ts';
import type { Patterns, Statement } from './statement.ts';

/** One action pattern on one resource pattern. Allow and Deny are compared by these. */
export interface Permission {
  readonly action: string;
  /** The action in the spelling of the policy. */
  readonly spelling: string;
  /** Set for `NotAction`: all actions match except these. */
  readonly except?: readonly string[];
  readonly resource: string;
}

const OBJECT_ACTION = /^s3:(?:(?:get|put|delete|restore)object|replicate|abortmultipart|listmultipartuploadparts)/;
const PLAIN_BUCKET = /^arn:[^:]*:s3:::[^/*?]+$/;

/**
 * Actions that S3 checks on objects only. On a bucket they allow nothing. "Actions, resources, and condition keys for
 * Amazon S3".
 */
const isIdle = (permission: Permission): boolean =>
  OBJECT_ACTION.test(permission.action) && PLAIN_BUCKET.test(permission.resource);

/** The patterns of a set. A set with exceptions counts as everything, unless its exceptions are everything. */
function patternsOf(set: Patterns): readonly (readonly [pattern: string, spelling: string])[] {
  if (set.but) return anyCovers(set.patterns, '*') ? [] : [['*', '*']];
  return set.patterns.map((pattern, index) => [pattern, set.spellings[index] ?? pattern]);
}

/** The resource whose policy it is. */
export interface PolicyOwner {
  /** The prefix of its actions: `kms`. */
  readonly service: string;
  /** The resources that `*` matches in this policy. Left out: the resources are compared as they are written. */
  readonly resources?: readonly string[];
}

const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

/**
 * The permissions of an Allow, before any Deny. In the policy of a resource `*` means the actions of its service, and the
 * resource itself.
 */
export function permissionsOf(allow: Statement, of?: PolicyOwner): readonly Permission[] {
  const except = allow.actions.but ? { except: allow.actions.patterns } : {};
  return patternsOf(allow.actions).flatMap(([action, spelling]) =>
    patternsOf(allow.resources)
      .flatMap(([resource]) => (isEverything(resource) ? (of?.resources ?? [resource]) : [resource]))
      .map((resource) => ({
        action: concreteAction(action, resource, of?.service),
        spelling,
        resource,
        ...except,
      }))
      .filter((permission) => !isIdle(permission)),
  );
}

function covers(set: Patterns, pattern: string): boolean {
  return set.but
    ? !set.patterns.some((exception) => globsMeet(exception, pattern))
    : set.patterns.some((each) => globCovers(each, pattern));
}

/** Whether a statement without conditions is for every action and resource of another one. */
export function coversStatement(outer: Omit<Statement, 'path'>, inner: Omit<Statement, 'path'>): boolean {
  const isWithin = (set: Patterns, of: Patterns): boolean =>
    of.but
      ? !set.but && set.patterns.some(isEverything)
      : of.patterns.every((pattern) =>
          isEverything(pattern) ? !set.but && set.patterns.some(isEverything) : covers(set, pattern),
        );
  return (
    outer.clauses.length === 0 && isWithin(outer.actions, inner.actions) && isWithin(outer.resources, inner.resources)
  );
}

/** Whether two statements can be for the same action on the same resource. `false` is always right. */
export function meets(one: Omit<Statement, 'path'>, other: Omit<Statement, 'path'>): boolean {
  const overlap = (a: Patterns, b: Patterns): boolean =>
    a.but || b.but || a.patterns.some((pattern) => b.patterns.some((each) => globsMeet(pattern, each)));
  return overlap(one.actions, other.actions) && overlap(one.resources, other.resources);
}

/** On an ARN of one service, `*` matches the actions of that service. */
function concreteAction(action: string, resource: string, service: string | undefined): string {
  const known = service ?? /^arn:[^:]*:([a-z0-9-]+):/.exec(resource)?.[1];
  return isEverything(action) && known !== undefined ? `${known}:*` : action;
}

function coversAction(set: Patterns, permission: Permission): boolean {
  if (covers(set, permission.action)) return true;
  if (!set.but || permission.except === undefined) return false;
  // "All except A" is inside "all except B" if B is inside A.
  const { except } = permission;
  return set.patterns.every((exception) => except.some((each) => globCovers(each, exception)));
}

/** The calls by which a principal becomes a role. */
function assumingCalls(principal: Principal): readonly string[] {
  const web = 'sts:assumerolewithwebidentity';
  const saml = 'sts:assumerolewithsaml';
  if (principal.is === 'everyone') return ['sts:assumerole', web, saml];
  if (principal.is !== 'federated') return ['sts:assumerole'];
  return [principal.saml ? saml : web];
}

/**
 * Whether an action gives a principal anything. A trust policy gives an identity provider nothing without its own call,
 * and nobody anything without a call that assumes the role: `sts:TagSession` only goes with one. "Requesting temporary
 * security credentials" (IAM User Guide).
 */
export function canUse(principal: Principal, action: string): boolean {
  return !action.startsWith('sts:') || assumingCalls(principal).some((call) => globsMeet(action, call));
}

/** Whether a Deny covers a permission completely. */
export const coversPermission = (deny: Statement, permission: Permission): boolean =>
  coversAction(deny.actions, permission) && covers(deny.resources, permission.resource);

/** Whether a Deny with a `Principal` names the principal, its account or everyone. */
export function namesPrincipal(deny: Statement, principal: Principal): boolean {
  if (deny.who === undefined || deny.who.but) return false;
  return deny.who.principals.some((named) => {
    if (named.is === 'everyone') return true;
    if (named.is === 'account') return 'account' in principal && principal.account === named.account;
    return JSON.stringify(named) === JSON.stringify(principal);
  });
}

/** Whether a statement is for everyone, or for everyone with exceptions. */
export const isForEveryone = ({ who }: Statement): boolean =>
  who !== undefined && (who.but || who.principals.some((principal) => principal.is === 'everyone'));
