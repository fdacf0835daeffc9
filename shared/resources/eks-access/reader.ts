import {
  DescribeClusterCommand,
  EKSClient,
  ListClustersCommand,
  paginateListAccessEntries,
  paginateListAssociatedAccessPolicies,
} from '@aws-sdk/client-eks';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { eksAccess, type Grant, keyOf } from './kind.ts';

const CLUSTERS = 'eks:{region}:{account}:cluster/*';
const ENTRIES = 'eks:{region}:{account}:access-entry/*';
const NO_SUCH = 'ResourceNotFoundException';

export default defineReader(eksAccess, {
  permissions: {
    read: {
      'eks:DescribeCluster': CLUSTERS,
      'eks:ListAccessEntries': CLUSTERS,
      'eks:ListAssociatedAccessPolicies': ENTRIES,
    },
    list: { 'eks:ListClusters': '*' },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(EKSClient, ref);
    const found = await absentOn(NO_SUCH, () => client.send(new DescribeClusterCommand({ name: ref.id })));
    if (!found?.cluster) return GONE;
    onTags?.(found.cluster.tags ?? {});
    // AWS refuses to list the entries of a cluster that can have none.
    const mode = found.cluster.accessConfig?.authenticationMode ?? 'CONFIG_MAP';
    const principals = mode === 'CONFIG_MAP' ? [] : await entriesOf(client, ref.id);
    const grants = await Promise.all(principals.map((principal) => grantsOf(client, ref.id, principal)));
    return { grants: exactly(inOrder(grants.flat(), keyOf)) };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EKSClient, place)
      .send(new ListClustersCommand({ maxResults: 100, ...(from ? { nextToken: from } : {}) }));
    return page(found.clusters ?? [], found.nextToken);
  },
});

async function entriesOf(client: EKSClient, clusterName: string): Promise<readonly string[]> {
  return everyItem(paginateListAccessEntries({ client }, { clusterName }), ({ accessEntries }) => accessEntries);
}

/** None, where the entry was deleted in the meantime. */
async function grantsOf(client: EKSClient, clusterName: string, principal: string): Promise<readonly Grant[]> {
  const found = await absentOn(NO_SUCH, () =>
    everyItem(
      paginateListAssociatedAccessPolicies({ client }, { clusterName, principalArn: principal }),
      ({ associatedAccessPolicies }) => associatedAccessPolicies,
    ),
  );
  return (found ?? []).flatMap(({ policyArn, accessScope }) =>
    policyArn
      ? [
          {
            principal,
            policy: policyArn,
            ...(accessScope?.type === 'namespace' ? { namespaces: accessScope.namespaces ?? [] } : {}),
          },
        ]
      : [],
  );
}
