import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getText, objectOf } from '../../core/json.ts';

/** One grant of an access control list. */
export interface Grant {
  /** A predefined group's URI, a canonical user id, or an e-mail address. */
  readonly grantee: string;
  /** `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL`. */
  readonly permission: string;
}

const GROUPS = 'http://acs.amazonaws.com/groups';
export const ALL_USERS = `${GROUPS}/global/AllUsers`;
export const AUTHENTICATED_USERS = `${GROUPS}/global/AuthenticatedUsers`;
const LOG_DELIVERY = `${GROUPS}/s3/LogDelivery`;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html#canned-acl */
const CANNED: ReadonlyMap<string, readonly Grant[]> = new Map([
  ['private', []],
  ['public-read', [{ grantee: ALL_USERS, permission: 'READ' }]],
  [
    'public-read-write',
    [
      { grantee: ALL_USERS, permission: 'READ' },
      { grantee: ALL_USERS, permission: 'WRITE' },
    ],
  ],
  ['authenticated-read', [{ grantee: AUTHENTICATED_USERS, permission: 'READ' }]],
  ['aws-exec-read', []],
  ['bucket-owner-read', []],
  ['bucket-owner-full-control', []],
  [
    'log-delivery-write',
    [
      { grantee: LOG_DELIVERY, permission: 'WRITE' },
      { grantee: LOG_DELIVERY, permission: 'READ_ACP' },
    ],
  ],
]);

const GRANT_HEADERS: Readonly<Record<string, string>> = {
  'x-amz-grant-read': 'READ',
  'x-amz-grant-write': 'WRITE',
  'x-amz-grant-read-acp': 'READ_ACP',
  'x-amz-grant-write-acp': 'WRITE_ACP',
  'x-amz-grant-full-control': 'FULL_CONTROL',
};

/**
 * The grants of a request: a canned ACL, headers or XML. The owner's grants are left out of a canned ACL. `undefined`:
 * the request has none of the three forms.
 * @throws {UnreadableEvent} if not all grants can be read: one of them might be public.
 */
export function grantsFrom(event: TrailEvent): readonly Grant[] | undefined {
  const request = event.requestParameters;
  // The headers are at the top of the request, in other records below `accessControlList`.
  const places = [request, ...getList(request, 'accessControlList')];
  const canned = places.flatMap((place) => getList(place, 'x-amz-acl')).find((name) => name !== '');
  if (canned !== undefined) return (typeof canned === 'string' && CANNED.get(canned)) || unreadable(event);
  const headers = places.flatMap((place) => fromHeaders(place, event));
  if (headers.length > 0) return distinct(headers);
  const policy = get(request, 'AccessControlPolicy');
  if (get(policy, 'AccessControlList') === undefined) return policy === undefined ? undefined : unreadable(event);
  const lists = getList(policy, 'AccessControlList').filter((list) => objectOf(list) ?? unreadable(event));
  return distinct(lists.flatMap((list) => getList(list, 'Grant')).map((grant) => fromXml(grant, event)));
}

function fromXml(grant: unknown, event: TrailEvent): Grant {
  const named = ['URI', 'ID', 'EmailAddress'].map((name) => getText(grant, 'Grantee', name));
  const grantee = named.find((name) => name !== undefined && name !== '');
  const permission = getText(grant, 'Permission');
  return grantee && permission ? { grantee, permission } : unreadable(event);
}

/** `x-amz-grant-read: uri="http://…", id="…"` */
function fromHeaders(place: unknown, event: TrailEvent): Grant[] {
  return Object.entries(GRANT_HEADERS).flatMap(([header, permission]) =>
    getList(place, header)
      .flatMap((value) => (typeof value === 'string' ? value.split(',') : [unreadable(event)]))
      .map((text) => {
        const [, grantee] = /^\s*(?:uri|id|emailAddress)\s*=\s*"?([^"\s]+)"?\s*$/i.exec(text) ?? [];
        return grantee ? { grantee, permission } : unreadable(event);
      }),
  );
}

function unreadable(event: TrailEvent): never {
  throw new UnreadableEvent(`${event.eventName} shows no grants that can be read`);
}

function distinct(grants: readonly Grant[]): readonly Grant[] {
  return [...new Map(grants.map((grant) => [JSON.stringify(grant), grant])).values()];
}

/** The outsiders to whom a grant gives access, if it is a public group. */
export function strangersOf({ grantee }: Grant): 'anyone' | 'anyone with an AWS account' | undefined {
  const [, group] = /^https?:\/\/[^/]+\/groups\/global\/(AllUsers|AuthenticatedUsers)$/.exec(grantee) ?? [];
  if (group === undefined) return undefined;
  return group === 'AllUsers' ? 'anyone' : 'anyone with an AWS account';
}
