import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getNumber, getText } from '../../core/json.ts';
import { defineKind, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';

/**
 * What the passwords of IAM users must be like.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_account-policy.html
 */
export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly symbols: boolean;
  readonly numbers: boolean;
  readonly uppercase: boolean;
  readonly lowercase: boolean;
  /** Users may change their own password. */
  readonly selfService: boolean;
  /** Days until a password must be changed; 0 is never. */
  readonly maximumAge: number;
  /** How many earlier passwords may not be used again. */
  readonly reusePrevention: number;
  /** An expired password can only be renewed by an administrator. */
  readonly hardExpiry: boolean;
}

/** The access key's id is no secret; the secret half is in no event. */
export interface RootAccessKey {
  readonly id: string;
  readonly active: boolean;
}

export interface IamAccount {
  /** `null`: none of its own, so AWS's default holds. */
  readonly passwordPolicy?: PasswordPolicy | null;
  readonly rootAccessKeys: Listing<RootAccessKey>;
  /** Root has at least one; which ones, AWS shows to root alone. */
  readonly rootHasAccessKeys?: true;
}

/** What IAM keeps once for the whole account. */
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
  },
});

function account(): string[] {
  return ['account'];
}

/**
 * Calls on access keys that name no user are about the caller's own; only root's concern the account.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html
 */
function accountOfRoot(event: TrailEvent): string[] {
  const isRoot = getText(event.userIdentity, 'type') === 'Root' && !getText(event.requestParameters, 'userName');
  return isRoot ? account() : [];
}

/**
 * Each call sets the whole policy: what is left out, or the whole request, falls back to these defaults.
 * The spelling of the request's fields is inferred from the API's.
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

/** Also proves that the key exists, also if no event shows its creation. */
function changeKey(known: IamAccount, event: TrailEvent): IamAccount {
  const status = getText(event.requestParameters, 'status');
  if (!status) throw new UnreadableEvent('UpdateAccessKey shows no status');
  return withKey(known, { id: keyId(event, event.requestParameters), active: status === 'Active' });
}

/** It may have been the only one: whether root has any is no longer known. */
function dropKey({ passwordPolicy, rootAccessKeys }: IamAccount, event: TrailEvent): IamAccount {
  const gone = keyId(event, event.requestParameters);
  return {
    ...(passwordPolicy === undefined ? {} : { passwordPolicy }),
    rootAccessKeys: withoutItems(rootAccessKeys, ({ id }) => id === gone),
  };
}
