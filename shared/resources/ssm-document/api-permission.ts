import { type AccountSharingInfo, DescribeDocumentPermissionCommand, type SSMClient } from '@aws-sdk/client-ssm';

interface Permission {
  /** Account ids, or `all`. */
  readonly shares: readonly string[];
  readonly versions: readonly AccountSharingInfo[];
}

/** With whom a document is shared, of all pages. The SDK has no pagination of this call. */
export async function permissionOf(client: SSMClient, Name: string): Promise<Permission> {
  const shares: string[] = [];
  const versions: AccountSharingInfo[] = [];
  let NextToken: string | undefined;
  do {
    const found = await client.send(
      new DescribeDocumentPermissionCommand({ Name, PermissionType: 'Share', MaxResults: 200, NextToken }),
    );
    shares.push(...(found.AccountIds ?? []));
    versions.push(...(found.AccountSharingInfoList ?? []));
    NextToken = found.NextToken || undefined;
  } while (NextToken);
  return { shares, versions };
}
