import type { Envelope, TrailEvent } from '../core/event.ts';
import type { AnyKind } from '../core/kind.ts';
import { globalRegionOf, type Ref } from '../core/ref.ts';

type Home = Pick<Ref, 'account' | 'region'>;

/** Whether a resource is in the deployment's account, and in its region or where the kind has global resources. */
export function isOwn(kind: AnyKind, { account, region }: Home, home: Home): boolean {
  const isThere = kind.global === true || kind.alsoGlobal !== undefined;
  return account === home.account && (region === home.region || (isThere && region === globalRegionOf(home.region)));
}

/** Whether an event, and what delivered it, is of the deployment's account. */
export function isOfAccount({ account }: TrailEvent, envelope: Envelope, home: Home): boolean {
  return account === home.account && (envelope.account ?? home.account) === home.account;
}

/**
 * Whether EventBridge can have sent a message. It sends an event in its own envelope. SQS names a role as
 * `<id of the role>:<session>`, and a service, which has no session, without a colon.
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
 */
export function isFromEventBridge(sender: string | undefined, content: Readonly<Record<string, unknown>>): boolean {
  return 'detail-type' in content && 'detail' in content && sender?.includes(':') !== true;
}

/** Whether a session of the role with this unique id sent a message. */
export function isFromRole(sender: string | undefined, roleId: string): boolean {
  return sender?.startsWith(`${roleId}:`) === true;
}
