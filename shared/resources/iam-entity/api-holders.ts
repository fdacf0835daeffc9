import {
  GetGroupCommand,
  GetGroupPolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  paginateListAttachedGroupPolicies,
  paginateListAttachedRolePolicies,
  paginateListAttachedUserPolicies,
  paginateListGroupPolicies,
  paginateListRolePolicies,
  paginateListUserPolicies,
  type Tag,
} from '@aws-sdk/client-iam';
import { everyItem } from '../../aws/every-page.ts';
import { nameOf } from './kind.ts';

/** The calls to read a user, a group or a role. */
export interface Holder {
  /** The path, of a user or role the permissions boundary and the tags, and of a role the encoded trust policy. */
  head(): Promise<{
    readonly Path?: string | undefined;
    readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined;
    readonly AssumeRolePolicyDocument?: string | undefined;
    readonly Tags?: readonly Tag[] | undefined;
  }>;
  /** The names of the inline policies. */
  inline(): Promise<readonly string[]>;
  /** An encoded inline policy. */
  document(PolicyName: string): Promise<{ readonly PolicyDocument?: string | undefined }>;
  /** The attached managed policies. */
  attached(): Promise<readonly { readonly PolicyArn?: string | undefined }[]>;
}

const HOLDERS: Readonly<Record<string, (client: IAMClient, name: string) => Holder>> = {
  user: (client, UserName) => ({
    head: async () => (await client.send(new GetUserCommand({ UserName }))).User ?? {},
    inline: () => everyItem(paginateListUserPolicies({ client }, { UserName }), (page) => page.PolicyNames),
    document: (PolicyName) => client.send(new GetUserPolicyCommand({ UserName, PolicyName })),
    attached: () =>
      everyItem(paginateListAttachedUserPolicies({ client }, { UserName }), (page) => page.AttachedPolicies),
  }),
  group: (client, GroupName) => ({
    // The response also lists the members, which are not needed.
    head: async () => (await client.send(new GetGroupCommand({ GroupName, MaxItems: 1 }))).Group ?? {},
    inline: () => everyItem(paginateListGroupPolicies({ client }, { GroupName }), (page) => page.PolicyNames),
    document: (PolicyName) => client.send(new GetGroupPolicyCommand({ GroupName, PolicyName })),
    attached: () =>
      everyItem(paginateListAttachedGroupPolicies({ client }, { GroupName }), (page) => page.AttachedPolicies),
  }),
  role: (client, RoleName) => ({
    head: async () => (await client.send(new GetRoleCommand({ RoleName }))).Role ?? {},
    inline: () => everyItem(paginateListRolePolicies({ client }, { RoleName }), (page) => page.PolicyNames),
    document: (PolicyName) => client.send(new GetRolePolicyCommand({ RoleName, PolicyName })),
    attached: () =>
      everyItem(paginateListAttachedRolePolicies({ client }, { RoleName }), (page) => page.AttachedPolicies),
  }),
};

/** `undefined`: the id is that of a managed policy. */
export function holderOf(client: IAMClient, id: string): Holder | undefined {
  return HOLDERS[id.slice(0, id.indexOf('/'))]?.(client, nameOf(id));
}
