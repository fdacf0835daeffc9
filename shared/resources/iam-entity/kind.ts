import { formatArn, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText, objectOf, parsedObject } from '../../core/json.ts';
import { type AwsType, defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { partitionOf } from '../../core/ref.ts';

/** An inline policy of a user, a group or a role. The document is a JSON object. */
export interface InlinePolicy {
  readonly name: string;
  readonly document: unknown;
}

/** One of up to five versions of a customer managed policy. The document is a JSON object. */
export interface PolicyVersion {
  /** `v1`, `v2`, … */
  readonly id: string;
  readonly document: unknown;
}

/** A user, a group, a role or a customer managed policy. Each has only some of the fields. */
export interface IamEntity {
  /** `/` unless the creation set another path. */
  readonly path?: string;
  /** Of users, groups and roles. */
  readonly inline: Listing<InlinePolicy>;
  /** The ARNs of the managed policies that are attached to a user, a group or a role. */
  readonly attached: Listing<string>;
  /** The trust policy of a role, a JSON object. */
  readonly trust?: unknown;
  /** Of managed policies. */
  readonly versions: Listing<PolicyVersion>;
  /** The id of the default version of a managed policy. */
  readonly defaultVersion?: string;
}

const TYPES: Readonly<Record<string, AwsType>> = {
  user: 'AWS::IAM::User',
  group: 'AWS::IAM::Group',
  role: 'AWS::IAM::Role',
  policy: 'AWS::IAM::ManagedPolicy',
};

const role = namedBy('role');
const user = namedBy('user');
const group = namedBy('group');

/**
 * Ids are `user/NAME`, `group/NAME`, `role/NAME` and `policy/PATH/NAME`. Calls name users, groups and roles without
 * their path, so the ARN has no path either.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export const iamEntity = defineKind<IamEntity>()({
  name: 'iam-entity',
  type: (id) => TYPES[id.slice(0, id.indexOf('/'))] ?? 'AWS::IAM::Role',
  title: 'IAM entity',
  global: true,
  blank: { inline: UNSEEN, attached: UNSEEN, versions: UNSEEN },
  arn: ({ account, region, id }) =>
    formatArn({ partition: partitionOf(region), service: 'iam', region: '', account, resource: id }),
  events: {
    'iam:CreateRole': { ids: role, sets: ['path', 'inline', 'attached', 'trust'], creates: true, evolve: beginRole },
    'iam:CreateUser': { ids: user, sets: ['path', 'inline', 'attached'], creates: true, evolve: begin },
    'iam:CreateGroup': { ids: group, sets: ['path', 'inline', 'attached'], creates: true, evolve: begin },
    'iam:UpdateAssumeRolePolicy': {
      ids: role,
      sets: ['trust'],
      evolve: (known, event) => ({ ...known, trust: documentIn(event, 'policyDocument') }),
    },
    'iam:PutRolePolicy': { ids: role, sets: ['inline'], evolve: putInline },
    'iam:PutUserPolicy': { ids: user, sets: ['inline'], evolve: putInline },
    'iam:PutGroupPolicy': { ids: group, sets: ['inline'], evolve: putInline },
    'iam:DeleteRolePolicy': { ids: role, sets: ['inline'], evolve: deleteInline },
    'iam:DeleteUserPolicy': { ids: user, sets: ['inline'], evolve: deleteInline },
    'iam:DeleteGroupPolicy': { ids: group, sets: ['inline'], evolve: deleteInline },
    'iam:AttachRolePolicy': { ids: role, sets: ['attached'], evolve: attach },
    'iam:AttachUserPolicy': { ids: user, sets: ['attached'], evolve: attach },
    'iam:AttachGroupPolicy': { ids: group, sets: ['attached'], evolve: attach },
    'iam:DetachRolePolicy': { ids: role, sets: ['attached'], evolve: detach },
    'iam:DetachUserPolicy': { ids: user, sets: ['attached'], evolve: detach },
    'iam:DetachGroupPolicy': { ids: group, sets: ['attached'], evolve: detach },
    'iam:DeleteRole': { ids: role, sets: ['path', 'inline', 'attached', 'trust'], evolve: () => GONE },
    'iam:DeleteUser': { ids: user, sets: ['path', 'inline', 'attached'], evolve: () => GONE },
    'iam:DeleteGroup': { ids: group, sets: ['path', 'inline', 'attached'], evolve: () => GONE },
    'iam:CreatePolicy': {
      ids: createdPolicy,
      sets: ['path', 'versions', 'defaultVersion'],
      creates: true,
      evolve: beginPolicy,
    },
    'iam:CreatePolicyVersion': { ids: policy, sets: ['versions', 'defaultVersion'], evolve: addVersion },
    'iam:SetDefaultPolicyVersion': {
      ids: policy,
      sets: ['defaultVersion'],
      evolve: (known, event) => ({ ...known, defaultVersion: required(event, 'versionId') }),
    },
    'iam:DeletePolicyVersion': { ids: policy, sets: ['versions'], evolve: deleteVersion },
    'iam:DeletePolicy': { ids: policy, sets: ['path', 'versions', 'defaultVersion'], evolve: () => GONE },
  },
});

function namedBy(type: 'role' | 'user' | 'group'): (event: TrailEvent) => string[] {
  return (event) => [`${type}/${required(event, `${type}Name`)}`];
}

function required(event: TrailEvent, field: string): string {
  const text = getText(event.requestParameters, field);
  if (!text) throw new UnreadableEvent(`${event.eventName} shows no ${field}`);
  return text;
}

function policy(event: TrailEvent): string[] {
  const id = resourceOf(required(event, 'policyArn'));
  if (!id) throw new UnreadableEvent(`${event.eventName} shows a policyArn that is none`);
  return [id];
}

function createdPolicy(event: TrailEvent): string[] {
  const id = resourceOf(getText(event.responseElements, 'policy', 'arn') ?? '');
  return [id || `policy${pathOf(event)}${required(event, 'policyName')}`];
}

/** `policy/team/deployer` of `arn:aws:iam::123456789012:policy/team/deployer`. */
export function resourceOf(arn: string): string {
  return parseArn(arn)?.resource ?? '';
}

/** `deployer` of `role/deployer` or `policy/team/deployer`. */
export function nameOf(id: string): string {
  return id.slice(id.lastIndexOf('/') + 1);
}

/**
 * Whether a role belongs to a permission set of IAM Identity Center. Only the service can change such a role. Its path
 * is reserved, its name is not. So the path decides if it is known.
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 */
export function isIdentityCenterRole(id: string, { path }: IamEntity): boolean {
  return id.startsWith('role/AWSReservedSSO_') && (path ?? RESERVED_PATH).startsWith(RESERVED_PATH);
}

const RESERVED_PATH = '/aws-reserved/sso.amazonaws.com/';

function pathOf(event: TrailEvent): string {
  return getText(event.requestParameters, 'path') || '/';
}

/** Requests contain documents as JSON text. Some callers percent-encode it. */
function documentIn(event: TrailEvent, field: string): unknown {
  const given = get(event.requestParameters, field);
  const document = objectOf(typeof given === 'string' ? parsedObject(given) : given);
  if (!document) throw new UnreadableEvent(`${event.eventName} shows no ${field} that is JSON`);
  return document;
}

/** A new entity has no policies. Later calls add them. */
function begin(known: IamEntity, event: TrailEvent): IamEntity {
  return { ...known, path: pathOf(event), inline: exactly([]), attached: exactly([]) };
}

function beginRole(known: IamEntity, event: TrailEvent): IamEntity {
  return { ...begin(known, event), trust: documentIn(event, 'assumeRolePolicyDocument') };
}

function putInline(known: IamEntity, event: TrailEvent): IamEntity {
  const put = { name: required(event, 'policyName'), document: documentIn(event, 'policyDocument') };
  return { ...known, inline: withItems(known.inline, [put], ({ name }) => name) };
}

function deleteInline(known: IamEntity, event: TrailEvent): IamEntity {
  const gone = required(event, 'policyName');
  return { ...known, inline: withoutItems(known.inline, ({ name }) => name === gone) };
}

function attach(known: IamEntity, event: TrailEvent): IamEntity {
  return { ...known, attached: withItems(known.attached, [required(event, 'policyArn')], (arn) => arn) };
}

function detach(known: IamEntity, event: TrailEvent): IamEntity {
  const gone = required(event, 'policyArn');
  return { ...known, attached: withoutItems(known.attached, (arn) => arn === gone) };
}

function beginPolicy(known: IamEntity, event: TrailEvent): IamEntity {
  const id = getText(event.responseElements, 'policy', 'defaultVersionId') ?? 'v1';
  const versions = exactly([{ id, document: documentIn(event, 'policyDocument') }]);
  return { ...known, path: pathOf(event), versions, defaultVersion: id };
}

/** The response has the id of the version. It becomes the default only if the request says so. */
function addVersion(known: IamEntity, event: TrailEvent): IamEntity {
  const id = getText(event.responseElements, 'policyVersion', 'versionId');
  if (!id) throw new UnreadableEvent('CreatePolicyVersion shows no versionId');
  const added = { id, document: documentIn(event, 'policyDocument') };
  const versions = withItems(known.versions, [added], (version) => version.id);
  return { ...known, versions, ...(getFlag(event.requestParameters, 'setAsDefault') ? { defaultVersion: id } : {}) };
}

function deleteVersion(known: IamEntity, event: TrailEvent): IamEntity {
  const gone = required(event, 'versionId');
  return { ...known, versions: withoutItems(known.versions, ({ id }) => id === gone) };
}
