import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getText, objectOf } from '../../core/json.ts';
import { EVERYBODY, type Share, type Shared, withoutShares, withShares } from './shares.ts';

type Permission = 'createVolumePermission' | 'launchPermission';

/**
 * The shares after `ModifySnapshotAttribute` or `ModifyImageAttribute`. The calls show which shares are added and
 * removed, not the others. A call on another attribute changes nothing here.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySnapshotAttribute.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyImageAttribute.html
 */
export function modifyPermission<State extends Shared>(permission: Permission, known: State, event: TrailEvent): State {
  const request = event.requestParameters;
  const [added, removed] = (['add', 'remove'] as const).map((operation) => [
    ...getList(request, permission, operation).map((item) => shareIn(item, event)),
    ...flat(operation, event),
  ]) as [Share[], Share[]];
  if (added.length + removed.length === 0) {
    if (!concerns(permission, request)) return known;
    throw new UnreadableEvent(`${event.eventName} shows no permission that is added or removed`);
  }
  return withShares(withoutShares(known, removed), added);
}

/** The attribute is called `launchPermission` for images and `CREATE_VOLUME_PERMISSION` for snapshots. */
function concerns(permission: Permission, request: unknown): boolean {
  const attribute = getText(request, 'attributeType') ?? getText(request, 'attribute');
  if (attribute !== undefined) return attribute.replaceAll('_', '').toLowerCase() === permission.toLowerCase();
  return get(request, permission) !== undefined;
}

const WHO = /^(userId|userGroup|groupName|organization)/i;

/**
 * The older form of the request: an operation with lists of accounts and groups. Its spelling in a record is inferred
 * from the parameters of the API (`OperationType`, `UserId.N`, `UserGroup.N`).
 */
function flat(operation: 'add' | 'remove', event: TrailEvent): Share[] {
  if (getText(event.requestParameters, 'operationType')?.toLowerCase() !== operation) return [];
  return Object.entries(objectOf(event.requestParameters) ?? {})
    .filter(([name]) => WHO.test(name))
    .flatMap(([, value]) => getList({ value }, 'value'))
    .map((item) => (typeof item === 'string' && item ? item : shareIn(item, event)));
}

function shareIn(item: unknown, event: TrailEvent): Share {
  const [share] = ['userId', 'group', 'organizationArn', 'organizationalUnitArn'].flatMap((name) => {
    const text = getText(item, name);
    // EC2 has one group: everybody.
    return text && (name !== 'group' || text === EVERYBODY) ? text : [];
  });
  if (!share)
    throw new UnreadableEvent(`${event.eventName} shows a permission without an account, group or organisation`);
  return share;
}
