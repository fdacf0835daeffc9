import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getNumber, getText } from '../../core/json.ts';
import { defineKind, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { known } from '../common/named.ts';
import { isRootName } from '../common/root-user.ts';

/**
 * The requirements for passwords of IAM users.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly symbols: boolean;
  readonly numbers: boolean;
  readonly uppercase: boolean;
  readonly lowercase: boolean;
  /** Users can change their own passwords. */
  readonly selfService: boolean;
  /** Days until a password must be changed. 0: never. */
  readonly maximumAge: number;
  /** The number of earlier passwords that cannot be used again. */
  readonly reusePrevention: number;
  /** Only an administrator can renew an expired password. */
  readonly hardExpiry: boolean;
}

/** An access key of the root user. Its id is not secret. No event shows the secret key. */
export interface RootAccessKey {
  readonly id: string;
  readonly active: boolean;
}

export interface IamAccount {
  /** `null`: the account has none, so the default of AWS applies. */
  readonly passwordPolicy?: PasswordPolicy | null;
  readonly rootAccessKeys: Listing<RootAccessKey>;
  /** The root user has at least one access key. AWS shows the ids only to root. */
  readonly rootHasAccessKeys?: true;
  /**
   * The MFA of the root user. `unneeded`: it has no password. `doubted`: a device was removed, and no other is known.
   * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountSummary.html
   */
  readonly rootMfa?: 'on' | 'off' | 'unneeded' | 'doubted';
  /** Whether a device of the root user is virtual: a program on a phone instead of hardware. */
  readonly rootMfaIsVirtual?: boolean;
}

/** The IAM settings of the whole account. */
export const iamAccount = defineKind<IamAccount>()({
  name: 'iam-account',
  type: 'AWS::::Account',
  title: 'IAM account settings',
  global: true,
  blank: { rootAccessKeys: UNSEEN },
  events: {
    'iam:UpdateAccountPasswordPolicy': {
      ids: account,
      sets: ['passwordPolicy'],
      evolve: (known, event) => ({ ...known, passwordPolicy: passwordPolicyIn(event.requestParameters) }),
    },
    'iam:DeleteAccountPasswordPolicy': {
      ids: account,
      sets: ['passwordPolicy'],
      evolve: (known) => ({ ...known, passwordPolicy: null }),
    },
    'iam:CreateAccessKey': { ids: accountOfRoot, sets: ['rootAccessKeys'], evolve: addKey },
    'iam:UpdateAccessKey': { ids: accountOfRoot, sets: ['rootAccessKeys'], evolve: changeKey },
    'iam:DeleteAccessKey': { ids: accountOfRoot, sets: ['rootAccessKeys', 'rootHasAccessKeys'], evolve: dropKey },
    'iam:EnableMFADevice': {
      ids: accountOfRootDevice,
      sets: ['rootMfa', 'rootMfaIsVirtual'],
      // Serial numbers of other devices are no ARN, or one of `u2f`.
      evolve: (state, { requestParameters: request }) =>
        withMfa(state, 'on', /:mfa\//.test(getText(request, 'serialNumber') ?? '') || undefined),
    },
    'iam:DeactivateMFADevice': {
      ids: accountOfRootDevice,
      sets: ['rootMfa', 'rootMfaIsVirtual'],
      evolve: (known) => withMfa(known, 'doubted'),
    },
  },
});

function account(): string[] {
  return ['account'];
}

/**
 * A call on access keys without a user name is about the caller's own key. Only keys of root belong to the account.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
function accountOfRoot(event: TrailEvent): string[] {
  const isRoot = getText(event.userIdentity, 'type') === 'Root' && !getText(event.requestParameters, 'userName');
  return isRoot ? account() : [];
}

/** A call without a user name is about the caller. The call that enables a device can also replace a virtual one. */
function accountOfRootDevice(event: TrailEvent): string[] {
  const userName = getText(event.requestParameters, 'userName');
  const isRoot = userName ? isRootName(userName) : getText(event.userIdentity, 'type') === 'Root';
  return isRoot ? account() : [];
}

/** Whether the devices that are left are virtual is not known. */
function withMfa(state: IamAccount, rootMfa: 'on' | 'doubted', rootMfaIsVirtual?: boolean): IamAccount {
  const { passwordPolicy, rootAccessKeys, rootHasAccessKeys } = state;
  return known<IamAccount>({ passwordPolicy, rootAccessKeys, rootHasAccessKeys, rootMfa, rootMfaIsVirtual });
}

/**
 * Each call sets the whole policy. Parameters that are left out get these defaults. The spelling of the fields in a
 * record is inferred from the API.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccountPasswordPolicy.html
 */
function passwordPolicyIn(request: unknown): PasswordPolicy {
  return {
    minimumLength: getNumber(request, 'minimumPasswordLength') ?? 6,
    symbols: getFlag(request, 'requireSymbols') ?? false,
    numbers: getFlag(request, 'requireNumbers') ?? false,
    uppercase: getFlag(request, 'requireUppercaseCharacters') ?? false,
    lowercase: getFlag(request, 'requireLowercaseCharacters') ?? false,
    selfService: getFlag(request, 'allowUsersToChangePassword') ?? false,
    maximumAge: getNumber(request, 'maxPasswordAge') ?? 0,
    reusePrevention: getNumber(request, 'passwordReusePrevention') ?? 0,
    hardExpiry: getFlag(request, 'hardExpiry') ?? false,
  };
}

function keyId(event: TrailEvent, source: unknown): string {
  const id = getText(source, 'accessKeyId');
  if (!id) throw new UnreadableEvent(`${event.eventName} shows no accessKeyId`);
  return id;
}

function withKey({ rootAccessKeys, ...rest }: IamAccount, key: RootAccessKey): IamAccount {
  return { ...rest, rootAccessKeys: withItems(rootAccessKeys, [key], ({ id }) => id) };
}

function addKey(known: IamAccount, event: TrailEvent): IamAccount {
  const created = keyId(event, get(event.responseElements, 'accessKey'));
  return withKey(known, { id: created, active: true });
}

/** The event also proves that the key exists. */
function changeKey(known: IamAccount, event: TrailEvent): IamAccount {
  const status = getText(event.requestParameters, 'status');
  if (!status) throw new UnreadableEvent('UpdateAccessKey shows no status');
  return withKey(known, { id: keyId(event, event.requestParameters), active: status === 'Active' });
}

/** The key may have been the only one, so it is not known any more whether root has one. */
function dropKey(state: IamAccount, event: TrailEvent): IamAccount {
  const gone = keyId(event, event.requestParameters);
  const rootAccessKeys = withoutItems(state.rootAccessKeys, ({ id }) => id === gone);
  const { passwordPolicy, rootMfa, rootMfaIsVirtual } = state;
  return known<IamAccount>({ passwordPolicy, rootAccessKeys, rootHasAccessKeys: undefined, rootMfa, rootMfaIsVirtual });
}
