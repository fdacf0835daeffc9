import { EKSClient, ListClustersCommand } from '@aws-sdk/client-eks';
import { defineReader, page } from '../../aws/reader.ts';
import { CLUSTER_READS, readCluster } from './api-cluster.ts';
import { eksCluster } from './kind.ts';

export default defineReader(eksCluster, {
  permissions: { read: CLUSTER_READS, list: { 'eks:ListClusters': '*' } },
  read: (ref, aws, onTags) => readCluster(aws.client(EKSClient, ref), ref.id, onTags),
  async list(place, aws, from) {
    const found = await aws
      .client(EKSClient, place)
      .send(new ListClustersCommand({ maxResults: 100, ...(from ? { nextToken: from } : {}) }));
    return page(found.clusters ?? [], found.nextToken);
  },
});
