import {
  type AttachedPolicy,
  GetAccountAuthorizationDetailsCommand,
  type GroupDetail,
  type IAMClient,
  type ManagedPolicyDetail,
  type PolicyDetail,
  type RoleDetail,
  type UserDetail,
} from '@aws-sdk/client-iam';
import { inOrder } from '../../aws/in-order.ts';
import { type Page, pageOfStates } from '../../aws/reader.ts';
import { UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { decodedDocument } from '../common/api-iam-document.ts';
import { type IamEntity, RESERVED, resourceOf } from './kind.ts';

/**
 * One page of the users, groups, roles and customer managed policies of the account, with all of their policies: one call
 * shows what a read of each takes four calls and more for.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export async function entitiesOf(iam: IAMClient, Marker: string | undefined): Promise<Page<IamEntity>> {
  const found = await iam.send(
    new GetAccountAuthorizationDetailsCommand({
      Filter: ['User', 'Group', 'Role', 'LocalManagedPolicy'],
      MaxItems: 1000,
      Marker,
    }),
  );
  const { UserDetailList = [], GroupDetailList = [], RoleDetailList = [], Policies = [] } = found;
  const changeable = RoleDetailList.filter(({ Path }) => !RESERVED.test(Path ?? '/'));
  return pageOfStates(
    [
      ...UserDetailList.map((user) => [`user/${user.UserName}`, holderIn(user, user.UserPolicyList)] as const),
      ...GroupDetailList.map((group) => [`group/${group.GroupName}`, holderIn(group, group.GroupPolicyList)] as const),
      ...changeable.map((role) => [`role/${role.RoleName}`, roleIn(role)] as const),
      ...Policies.map((policy) => [policy.Arn && resourceOf(policy.Arn), policyIn(policy)] as const),
    ],
    ([id]) => id,
    ([, state]) => state,
    found.IsTruncated ? found.Marker : undefined,
  );
}

interface HolderDetail extends Pick<UserDetail & RoleDetail & GroupDetail, 'Path'> {
  readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn?: string | undefined } | undefined;
  readonly AttachedManagedPolicies?: readonly AttachedPolicy[] | undefined;
}

/** A user, group or role as the calls on it alone show it. */
function holderIn(
  { Path, PermissionsBoundary, AttachedManagedPolicies = [] }: HolderDetail,
  policies: readonly PolicyDetail[] = [],
): IamEntity {
  const inline = policies.flatMap(({ PolicyName: name, PolicyDocument }) =>
    name ? [{ name, document: decodedDocument(PolicyDocument) }] : [],
  );
  const attached = AttachedManagedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []);
  return {
    ...(Path ? { path: Path } : {}),
    inline: exactly(inOrder(inline, ({ name }) => name)),
    attached: exactly(inOrder(attached, (arn) => arn)),
    boundary: PermissionsBoundary?.PermissionsBoundaryArn ?? null,
    versions: UNSEEN,
  };
}

function roleIn(role: RoleDetail): IamEntity {
  const { AssumeRolePolicyDocument } = role;
  return {
    ...holderIn(role, role.RolePolicyList),
    ...(AssumeRolePolicyDocument ? { trust: decodedDocument(AssumeRolePolicyDocument) } : {}),
  };
}

function policyIn({ Path, DefaultVersionId, PolicyVersionList = [] }: ManagedPolicyDetail): IamEntity {
  const versions = PolicyVersionList.flatMap(({ VersionId: id, Document }) =>
    id ? [{ id, document: decodedDocument(Document) }] : [],
  );
  return {
    ...(Path ? { path: Path } : {}),
    inline: UNSEEN,
    attached: UNSEEN,
    versions: exactly(inOrder(versions, ({ id }) => id)),
    ...(DefaultVersionId ? { defaultVersion: DefaultVersionId } : {}),
  };
}
