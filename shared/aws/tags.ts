import type { Tag } from '@aws-sdk/client-iam';
import { parseArn } from '../core/arn.ts';
import type { Ref } from '../core/ref.ts';
import { absentOn } from './absent.ts';
import type { Aws } from './clients.ts';
import { NO_SUCH_ENTITY, POLICIES, ROLES, USERS } from './iam-resources.ts';
import type { Permissions } from './permissions.ts';
import { tagsIn } from './tag-list.ts';

/** By the service in the resource's ARN. For EC2 and all others IAM has nothing narrower. */
export const tagPermissions: Readonly<Record<string, Permissions>> & { readonly others: Permissions } = {
  iam: { 'iam:ListUserTags': USERS, 'iam:ListRoleTags': ROLES, 'iam:ListPolicyTags': POLICIES },
  ec2: { 'ec2:DescribeTags': '*' },
  others: { 'tag:GetResources': '*' },
};

type Place = Pick<Ref, 'region'>;
type Tags = readonly { readonly Key?: string | undefined; readonly Value?: string | undefined }[];

/** The tags of one resource, of any service. */
export async function tagsOf(
  { arn, region }: { readonly arn?: string; readonly region: string },
  aws: Aws,
): Promise<Readonly<Record<string, string>>> {
  if (arn === undefined) return {};
  const { service, resource = '' } = parseArn(arn) ?? {};
  const tags =
    service === 'iam'
      ? await ofIam(arn, resource, { region }, aws)
      : service === 'ec2'
        ? await ofEc2(resource, { region }, aws)
        : await ofAny(arn, { region }, aws);
  return tagsIn(tags);
}

async function ofAny(arn: string, place: Place, aws: Aws): Promise<Tags> {
  const { GetResourcesCommand, ResourceGroupsTaggingAPIClient } = await import(
    '@aws-sdk/client-resource-groups-tagging-api'
  );
  const found = await aws
    .client(ResourceGroupsTaggingAPIClient, place)
    .send(new GetResourcesCommand({ ResourceARNList: [arn] }));
  return found.ResourceTagMappingList?.find(({ ResourceARN }) => ResourceARN === arn)?.Tags ?? [];
}

/** By id: AWS writes the ARNs of images and snapshots with the account and without it. */
async function ofEc2(resource: string, place: Place, aws: Aws): Promise<Tags> {
  const { DescribeTagsCommand, EC2Client } = await import('@aws-sdk/client-ec2');
  const found = await aws
    .client(EC2Client, place)
    .send(new DescribeTagsCommand({ Filters: [{ Name: 'resource-id', Values: [resource.split('/').at(-1) ?? ''] }] }));
  return found.Tags ?? [];
}

/**
 * The tagging service does not know resources of IAM. Groups have no tags. The others have at most 50, which come in one
 * page.
 */
async function ofIam(arn: string, resource: string, place: Place, aws: Aws): Promise<readonly Tag[]> {
  const { IAMClient, ListPolicyTagsCommand, ListRoleTagsCommand, ListUserTagsCommand } = await import(
    '@aws-sdk/client-iam'
  );
  const iam = aws.client(IAMClient, place);
  const name = resource.split('/').at(-1) ?? '';
  const found = await absentOn(NO_SUCH_ENTITY, async () => {
    if (resource.startsWith('user/')) return iam.send(new ListUserTagsCommand({ UserName: name }));
    if (resource.startsWith('role/')) return iam.send(new ListRoleTagsCommand({ RoleName: name }));
    if (resource.startsWith('policy/')) return iam.send(new ListPolicyTagsCommand({ PolicyArn: arn }));
    return undefined;
  });
  return found?.Tags ?? [];
}
