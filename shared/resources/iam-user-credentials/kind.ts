import { formatArn } from '../../core/arn.ts';
import { dayOf } from '../../core/day.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getText } from '../../core/json.ts';
import { defineKind, GONE, type Gone, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { partitionOf } from '../../core/ref.ts';
import { isRootName } from '../common/root-user.ts';

/** A long-term access key of a user. Its id is not secret. No event and no read shows the secret key. */
export interface AccessKey {
  readonly id: string;
  readonly active: boolean;
  /** The day, such as `2026-03-02`. */
  readonly created?: string;
  /** The day of its last use as AWS shows it: uses within a day are one state. `null`: it was never used. */
  readonly lastUsed?: string | null;
}

/**
 * What an IAM user can sign in with. The id is the name of the user.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html
 */
export interface IamUserCredentials {
  /** The user has a password for the console. */
  readonly password?: boolean;
  /** The serial numbers of the MFA devices that are enabled. */
  readonly devices: Listing<string>;
  /** A password was created or a device removed, and no device of the user is known. */
  readonly devicesDoubted?: true;
  readonly keys: Listing<AccessKey>;
}

/**
 * Real records show `CreateAccessKey`, `DeleteAccessKey`, `CreateLoginProfile` and `DeleteLoginProfile`. The other requests
 * are inferred from the API. `DeleteVirtualMFADevice` proves nothing more: AWS refuses to delete a device that is enabled.
 */
export const iamUserCredentials = defineKind<IamUserCredentials>()({
  name: 'iam-user-credentials',
  type: 'AWS::IAM::User',
  title: 'Credentials of an IAM user',
  global: true,
  blank: { devices: UNSEEN, keys: UNSEEN },
  arn: ({ account, region, id }) =>
    formatArn({ partition: partitionOf(region), service: 'iam', region: '', account, resource: `user/${id}` }),
  tagging: { 'iam:TagUser': named, 'iam:UntagUser': named },
  events: {
    'iam:CreateUser': {
      ids: named,
      creates: true,
      evolve: () => ({ password: false, devices: exactly([]), keys: exactly([]) }),
    },
    'iam:UpdateUser': { ids: renamed, evolve: rename },
    'iam:DeleteUser': { ids: named, evolve: () => GONE },
    'iam:CreateLoginProfile': {
      ids: named,
      sets: ['password', 'devicesDoubted'],
      evolve: (known) => doubted({ ...known, password: true }),
    },
    'iam:UpdateLoginProfile': { ids: named, sets: ['password'], evolve: (known) => ({ ...known, password: true }) },
    'iam:DeleteLoginProfile': { ids: named, sets: ['password'], evolve: (known) => ({ ...known, password: false }) },
    'iam:EnableMFADevice': { ids: owner, sets: ['devices', 'devicesDoubted'], evolve: enableDevice },
    'iam:DeactivateMFADevice': { ids: owner, sets: ['devices', 'devicesDoubted'], evolve: removeDevice },
    'iam:CreateAccessKey': { ids: owner, sets: ['keys'], evolve: addKey },
    'iam:UpdateAccessKey': { ids: owner, sets: ['keys'], evolve: changeKey },
    'iam:DeleteAccessKey': { ids: owner, sets: ['keys'], evolve: dropKey },
  },
});

function named(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'userName');
  if (!name) throw new UnreadableEvent(`${event.eventName} shows no userName`);
  return [name];
}

/**
 * A call without a user name is about the caller. Root has no user: its credentials belong to the account.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html
 */
function owner(event: TrailEvent): string[] {
  const given =
    getText(event.requestParameters, 'userName') || getText(event.responseElements, 'accessKey', 'userName');
  if (given) return isRootName(given) ? [] : [given];
  const type = getText(event.userIdentity, 'type');
  if (type === 'Root') return [];
  const own = type === 'IAMUser' ? getText(event.userIdentity, 'userName') : undefined;
  if (!own) throw new UnreadableEvent(`${event.eventName} shows no user`);
  return [own];
}

/** A user that gets another name leaves the earlier one. */
function renamed(event: TrailEvent): string[] {
  const name = getText(event.requestParameters, 'newUserName');
  return [...named(event), ...(name ? [name] : [])];
}

function rename(known: IamUserCredentials, { requestParameters }: TrailEvent, id: string): IamUserCredentials | Gone {
  const name = getText(requestParameters, 'newUserName');
  return name && name !== id ? GONE : known;
}

/** New doubt whether the user has a device, unless one is known or all are. */
function doubted(state: IamUserCredentials): IamUserCredentials {
  const { complete, items } = state.devices;
  return complete || items.length > 0 ? state : { ...state, devicesDoubted: true };
}

function required(event: TrailEvent, source: unknown, field: string): string {
  const text = getText(source, field);
  if (!text) throw new UnreadableEvent(`${event.eventName} shows no ${field}`);
  return text;
}

function enableDevice({ password, devices, keys }: IamUserCredentials, event: TrailEvent): IamUserCredentials {
  const serial = required(event, event.requestParameters, 'serialNumber');
  const known = password === undefined ? { keys } : { password, keys };
  return { ...known, devices: withItems(devices, [serial], (item) => item) };
}

function removeDevice(known: IamUserCredentials, event: TrailEvent): IamUserCredentials {
  const serial = required(event, event.requestParameters, 'serialNumber');
  return doubted({ ...known, devices: withoutItems(known.devices, (item) => item === serial) });
}

function withKey(known: IamUserCredentials, key: AccessKey): IamUserCredentials {
  return { ...known, keys: withItems(known.keys, [key], ({ id }) => id) };
}

function addKey(known: IamUserCredentials, event: TrailEvent): IamUserCredentials {
  const id = required(event, get(event.responseElements, 'accessKey'), 'accessKeyId');
  return withKey(known, { id, active: true, created: dayOf(event.time), lastUsed: null });
}

/** The event also proves that the key exists. */
function changeKey(known: IamUserCredentials, event: TrailEvent): IamUserCredentials {
  const id = required(event, event.requestParameters, 'accessKeyId');
  const active = required(event, event.requestParameters, 'status') === 'Active';
  return withKey(known, { ...known.keys.items.find((key) => key.id === id), id, active });
}

function dropKey(known: IamUserCredentials, event: TrailEvent): IamUserCredentials {
  const gone = required(event, event.requestParameters, 'accessKeyId');
  return { ...known, keys: withoutItems(known.keys, ({ id }) => id === gone) };
}
