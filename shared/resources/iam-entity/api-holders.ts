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
} from '@aws-sdk/client-iam';
import { everyItem } from '../../aws/every-page.ts';
import { nameOf } from './kind.ts';

/** What may hold policies, and how to read it. */
export interface Holder {
  /** Its path and, of a role, its trust policy as IAM answers with it. */
  head(): Promise<{ readonly Path?: string | undefined; readonly AssumeRolePolicyDocument?: string | undefined }>;
  /** Names of its inline policies. */
  inline(): Promise<readonly string[]>;
  /** An inline policy as IAM answers with it. */
  document(PolicyName: string): Promise<{ readonly PolicyDocument?: string | undefined }>;
  /** The managed policies attached to it. */
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
    // Its members come along, and nobody asked for them.
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

/** `undefined` for the id of a managed policy. */
export function holderOf(client: IAMClient, id: string): Holder | undefined {
  return HOLDERS[id.slice(0, id.indexOf('/'))]?.(client, nameOf(id));
}
