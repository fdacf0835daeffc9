import { formatArn, parseArn } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText, objectOf, parsedObject } from '../../core/json.ts';
import { type AwsType, defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { partitionOf } from '../../core/ref.ts';
import { neighbours } from './neighbours.ts';

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
  /** The ARN of the permissions boundary of a user or role. `null`: it has none. */
  readonly boundary?: string | null;
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

const OF_HOLDER = ['path', 'inline', 'attached', 'boundary'] as const;
const OF_ROLE = [...OF_HOLDER, 'trust'] as const;

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
  neighbours,
  arn: ({ account, region, id }) =>
    formatArn({ partition: partitionOf(region), service: 'iam', region: '', account, resource: id }),
  tagging: {
    'iam:TagRole': role,
    'iam:TagUser': user,
    'iam:TagPolicy': policy,
    'iam:UntagRole': role,
    'iam:UntagUser': user,
    'iam:UntagPolicy': policy,
  },
  events: {
    'iam:CreateRole': { ids: role, sets: OF_ROLE, creates: true, evolve: beginRole },
    'iam:CreateUser': { ids: user, sets: OF_HOLDER, creates: true, evolve: begin },
    'iam:CreateGroup': { ids: group, sets: OF_HOLDER, creates: true, evolve: begin },
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
    'iam:PutRolePermissionsBoundary': { ids: role, sets: ['boundary'], evolve: bind },
    'iam:PutUserPermissionsBoundary': { ids: user, sets: ['boundary'], evolve: bind },
    'iam:DeleteRolePermissionsBoundary': { ids: role, sets: ['boundary'], evolve: unbind },
    'iam:DeleteUserPermissionsBoundary': { ids: user, sets: ['boundary'], evolve: unbind },
    'iam:DeleteRole': { ids: role, sets: OF_ROLE, evolve: () => GONE },
    'iam:DeleteUser': { ids: user, sets: OF_HOLDER, evolve: () => GONE },
    'iam:DeleteGroup': { ids: group, sets: OF_HOLDER, evolve: () => GONE },
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

/** The paths of roles that only AWS services can change. Their names are not reserved. */
export const RESERVED = /^\/aws-(?:reserved|service-role)\//;

const NAMED_AS_RESERVED = /^role\/(?:AWSReservedSSO_|AWSServiceRoleFor)/;

/**
 * Whether a role belongs to an AWS service, such as IAM Identity Center: only that service can change it. The path shows
 * it. `undefined`: the path is not known, and the role has the name of one.
 * @see https://docs.aws.amazon.com/singlesignon/latest/userguide/using-service-linked-roles.html
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
 */
export function isReserved(id: string, { path }: IamEntity): boolean | undefined {
  if (!id.startsWith('role/')) return false;
  if (path !== undefined) return RESERVED.test(path);
  return NAMED_AS_RESERVED.test(id) ? undefined : false;
}

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
  const boundary = getText(event.requestParameters, 'permissionsBoundary') || null;
  return { ...known, path: pathOf(event), inline: exactly([]), attached: exactly([]), boundary };
}

function bind(known: IamEntity, event: TrailEvent): IamEntity {
  return { ...known, boundary: required(event, 'permissionsBoundary') };
}

function unbind(known: IamEntity): IamEntity {
  return { ...known, boundary: null };
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
