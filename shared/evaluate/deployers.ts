import type { Actor, Author } from '../core/actor.ts';
import { formatArn, parseArn } from '../core/arn.ts';
import { globCovers } from '../policy/glob.ts';

/*
 * Only what AWS itself writes counts: the role of a session and its account, the name of an IAM user, the service that
 * called. The caller chooses the session's name and source identity, so anybody could take the name of a pipeline.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */

/** Plumbline acts as a role of its own account. It is no trusted deployer, even if a pattern matches it. */
export function authorOf(
  actor: Actor,
  account: string,
  { ownRole, trustedDeployers }: { readonly ownRole: string; readonly trustedDeployers: readonly string[] },
): Author {
  if (isOwnChange(actor, account, ownRole)) return 'plumbline';
  return isTrustedDeployer(actor, trustedDeployers, account) ? 'trusted deployer' : 'other';
}

/** Whether Plumbline made the change: as the role with which it changes resources. */
export function isOwnChange(actor: Actor, account: string, ownRole: string): boolean {
  const session = sessionOf(actor);
  return session?.role === ownRole && session.account === account;
}

/**
 * Whether a trusted deployer made the change: its changes are reported and not reverted. A pattern that is an ARN may
 * name a role or user of any account; any other pattern names one of the resource's own account.
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
  /** Without the role's path: a session does not show it. */
  readonly arn: string;
}

function sessionOf({ arn = '' }: Actor): Session | undefined {
  const session = parseArn(arn);
  const [type, role, name] = session?.resource.split('/') ?? [];
  if (session?.service !== 'sts' || type !== 'assumed-role' || !role || name === undefined) return undefined;
  return { account: session.account, role, arn: formatArn({ ...session, service: 'iam', resource: `role/${role}` }) };
}
