import type { Actor } from '../core/actor.ts';
import { globCovers } from '../policy/glob.ts';

/*
 * Only what AWS itself writes counts: the role of a session and the account it is in, the name of an
 * IAM user, the service that called. A session's name and its source identity are chosen by whoever
 * begins it, so that anybody could go by the name of a pipeline.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */

/** Plumbline acts as a role of its own account; what it does never makes it act again. */
export function isOwnChange(actor: Actor, ownRole: string, account: string): boolean {
  const session = sessionOf(actor);
  return session?.role === ownRole && session.account === account;
}

/**
 * Whether a change came from a pipeline whose changes are reported and not put back. A pattern that
 * is an ARN may name a role or user of any account, any other one of the resource's own account.
 */
export function isTrustedDeployer(actor: Actor, deployers: readonly string[], account: string): boolean {
  const names = namesOf(actor, account);
  return deployers.some((pattern) => names.some((name) => globCovers(pattern, name)));
}

function namesOf(actor: Actor, account: string): readonly string[] {
  const { type, name, arn, via } = actor;
  const session = sessionOf(actor);
  const service = via === undefined ? [] : [via];
  if (type === 'user') return [...service, ...(arn ? [arn] : []), ...(actor.account === account ? [name] : [])];
  if (!session) return service;
  const shown = actor.role === undefined ? [] : [actor.role];
  return [...service, session.arn, ...(session.account === account ? [session.role, ...shown] : [])];
}

interface Session {
  readonly account: string;
  readonly role: string;
  /** Without the role's path, which a session does not show. */
  readonly arn: string;
}

function sessionOf({ arn = '' }: Actor): Session | undefined {
  const [, partition, account, role] = /^arn:([^:]+):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn) ?? [];
  if (!account || !role) return undefined;
  return { account, role, arn: `arn:${partition}:iam::${account}:role/${role}` };
}
