import {
  type Cluster,
  DescribeClustersCommand,
  DescribeLoggingStatusCommand,
  type LoggingStatus,
  RedshiftClient,
} from '@aws-sdk/client-redshift';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { known } from '../common/named.ts';
import { type AuditLogging, redshiftCluster } from './kind.ts';

const CLUSTERS = 'redshift:{region}:{account}:cluster:*';

export default defineReader(redshiftCluster, {
  permissions: {
    read: { 'redshift:DescribeClusters': CLUSTERS, 'redshift:DescribeLoggingStatus': CLUSTERS },
    list: { 'redshift:DescribeClusters': CLUSTERS },
  },
  async read(ref, aws, onTags) {
    const client = aws.client(RedshiftClient, ref);
    const ClusterIdentifier = ref.id;
    const found = await absentOn(['ClusterNotFound', 'ClusterNotFoundFault'], () =>
      Promise.all([
        client.send(new DescribeClustersCommand({ ClusterIdentifier })),
        client.send(new DescribeLoggingStatusCommand({ ClusterIdentifier })),
      ]),
    );
    const now = found?.[0].Clusters?.[0];
    if (!now || now.ClusterStatus === 'deleting') return GONE;
    onTags?.(tagsIn(now.Tags));
    return { ...clusterIn(now), logging: loggingIn(found[1]) };
  },
  async list(place, aws, from) {
    const found = await aws.client(RedshiftClient, place).send(new DescribeClustersCommand({ Marker: from }));
    return page(
      (found.Clusters ?? []).map(({ ClusterIdentifier }) => ClusterIdentifier),
      found.Marker,
    );
  },
});

/** What is ordered counts: the cluster changes in the background. */
function clusterIn({ PubliclyAccessible, Encrypted, PendingModifiedValues: pending = {} }: Cluster) {
  return {
    public: pending.PubliclyAccessible ?? PubliclyAccessible ?? false,
    encrypted: pending.EncryptionType === undefined ? (Encrypted ?? false) : pending.EncryptionType !== 'none',
  };
}

function loggingIn(now: LoggingStatus): AuditLogging | null {
  if (!now.LoggingEnabled) return null;
  if (now.LogDestinationType === 'cloudwatch') return { exports: [...(now.LogExports ?? [])].sort() };
  return known<AuditLogging>({ bucket: now.BucketName, prefix: now.S3KeyPrefix || undefined });
}
