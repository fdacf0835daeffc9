import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';

/** IAM has nothing narrower for it. */
export const tagPermissions: Permissions = { 'tag:GetResources': '*' };

/** The tags of one resource, whatever its service. */
export async function tagsOf(
  { arn, region }: { readonly arn?: string; readonly region: string },
  aws: Aws,
): Promise<Readonly<Record<string, string>>> {
  if (arn === undefined) return {};
  const { GetResourcesCommand, ResourceGroupsTaggingAPIClient } = await import(
    '@aws-sdk/client-resource-groups-tagging-api'
  );
  const found = await aws
    .client(ResourceGroupsTaggingAPIClient, { region })
    .send(new GetResourcesCommand({ ResourceARNList: [arn] }));
  const tags = found.ResourceTagMappingList?.find(({ ResourceARN }) => ResourceARN === arn)?.Tags ?? [];
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key ?? '', Value ?? '']));
}
