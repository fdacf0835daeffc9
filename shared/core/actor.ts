import type { TrailEvent } from './event.ts';
import { get, getText, objectOf } from './json.ts';

/**
 * Who made a change.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export interface Actor {
  readonly type: 'root' | 'user' | 'role' | 'person' | 'service' | 'account' | 'unknown';
  /** The shortest name that colleagues recognise: of a person, a user, a role or a service. */
  readonly name: string;
  /** The role that was used, where `name` is the person or pipeline behind it. */
  readonly role?: string;
  /** The AWS service that called on the actor's behalf, such as `cloudformation`. */
  readonly via?: string;
  readonly arn?: string;
  readonly account?: string;
  /** The name is what the caller says: AWS does not confirm it. */
  readonly unverified?: true;
  readonly sourceIp?: string;
  readonly userAgent?: string;
}

/** An actor as far as it matters for a remediation: Plumbline itself, a deployer that the settings trust, or another. */
export type Author = 'plumbline' | 'trusted deployer' | 'other';

export function actorOf(event: TrailEvent): Actor {
  const identity = event.userIdentity;
  const via = serviceName(getText(identity, 'invokedBy'));
  const arn = getText(identity, 'arn');
  const account = getText(identity, 'accountId');
  return {
    ...named(identity, via),
    ...(via ? { via } : {}),
    ...(arn ? { arn } : {}),
    ...(account ? { account } : {}),
    ...(event.sourceIPAddress ? { sourceIp: event.sourceIPAddress } : {}),
    ...(event.userAgent ? { userAgent: event.userAgent.replace(/^\[(.*)\]$/s, '$1') } : {}),
  };
}

function named(identity: unknown, via: string | undefined): Pick<Actor, 'type' | 'name' | 'role'> {
  const userName = getText(identity, 'userName');
  switch (getText(identity, 'type')) {
    case 'Root':
      return { type: 'root', name: 'root' };
    case 'IAMUser':
      return { type: 'user', name: userName ?? lastPart(getText(identity, 'arn')) ?? 'an IAM user' };
    case 'AssumedRole':
      return assumedRole(identity);
    case 'IdentityCenterUser':
      return { type: 'person', name: getText(identity, 'onBehalfOf', 'userId') ?? 'an Identity Center user' };
    case 'WebIdentityUser':
    case 'SAMLUser':
    case 'FederatedUser':
      return { type: 'person', name: userName ?? lastPart(getText(identity, 'arn')) ?? 'a federated user' };
    case 'AWSService':
      return { type: 'service', name: via ?? 'an AWS service' };
    case 'AWSAccount':
      return { type: 'account', name: `account ${getText(identity, 'accountId') ?? 'unknown'}` };
    default:
      return via ? { type: 'service', name: via } : { type: 'unknown', name: userName ?? 'unknown' };
  }
}

/**
 * The person behind a session. IAM Identity Center and most SSO set-ups write the person's name into the session name.
 * `sourceIdentity` takes precedence, because the session cannot forge it.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html
 */
function assumedRole(identity: unknown): Pick<Actor, 'type' | 'name' | 'role'> {
  const session = lastPart(getText(identity, 'arn')) ?? getText(identity, 'principalId')?.split(':')[1];
  const issuer = get(identity, 'sessionContext', 'sessionIssuer');
  const role = getText(issuer, 'userName') ?? getText(identity, 'arn')?.split('/')[1];
  const source = getText(identity, 'sessionContext', 'sourceIdentity');
  const web = getText(identity, 'sessionContext', 'webIdFederationData', 'federatedProvider');
  const permissionSet = /^AWSReservedSSO_(.+)_[0-9a-f]{16}$/.exec(role ?? '')?.[1];
  const person = source ?? (permissionSet || session?.includes('@') ? session : undefined);
  const shown = permissionSet ?? role;
  if (person) return { type: 'person', name: person, ...(shown ? { role: shown } : {}) };
  if (!role) return { type: 'role', name: session ?? 'an assumed role' };
  const name = session && session !== role && (web || objectOf(issuer)) ? `${role}/${session}` : role;
  return { type: 'role', name, role };
}

/** `cloudformation.amazonaws.com` → `cloudformation`. `AWS Internal` stays unchanged. */
function serviceName(invokedBy: string | undefined): string | undefined {
  return invokedBy?.replace(/\.amazonaws\.com(\.cn)?$/, '') || undefined;
}

function lastPart(arn: string | undefined): string | undefined {
  return arn?.split('/').at(-1) || undefined;
}

/** The name that a person gave, with the ARN where AWS says it: for a note that outlives the request. */
export function signatureOf({ name, arn }: { readonly name: string; readonly arn?: string | undefined }): string {
  return arn === undefined ? name : `${name} (${arn})`;
}

/** One line for a person: `jane@example.com (Admin) via cloudformation`. */
export function describeActor(actor: Actor): string {
  const role = actor.role && actor.type === 'person' ? ` (${actor.role})` : '';
  if (actor.unverified) return `${actor.name} (name not verified)`;
  return `${actor.name}${role}${actor.via && actor.via !== actor.name ? ` via ${actor.via}` : ''}`;
}
