import {
  type ClusterPendingModifiedValues,
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type PendingModifiedValues,
  RDSClient,
  type Tag,
} from '@aws-sdk/client-rds';
import { absentOn } from '../../aws/absent.ts';
import { inTurn } from '../../aws/in-turn.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { type TagsByKey, tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { type RdsDatabase, rdsDatabase } from './kind.ts';

const permissions = {
  'rds:DescribeDBInstances': 'rds:{region}:{account}:db:*',
  'rds:DescribeDBClusters': 'rds:{region}:{account}:cluster:*',
} as const;

export default defineReader(rdsDatabase, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws, onTags) {
    const rds = aws.client(RDSClient, ref);
    const [, type, name] = /^(db|cluster):(.*)$/.exec(ref.id) ?? [];
    if (type === 'cluster') {
      const found = await absentOn('DBClusterNotFoundFault', () =>
        rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name })),
      );
      const cluster = found?.DBClusters?.[0];
      if (!cluster) return GONE;
      tell(onTags, cluster.TagList);
      return clusterIn(cluster);
    }
    const found = await absentOn('DBInstanceNotFoundFault', () =>
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name })),
    );
    const instance = found?.DBInstances?.[0];
    if (!instance) return GONE;
    tell(onTags, instance.TagList);
    return instanceIn(instance);
  },
  list(place, aws, from) {
    const rds = aws.client(RDSClient, place);
    return inTurn(
      {
        async db(Marker) {
          const found = await rds.send(new DescribeDBInstancesCommand({ Marker }));
          const idOf = ({ DBInstanceIdentifier: name }: DBInstance) => name && `db:${name}`;
          return pageOfStates<DBInstance, RdsDatabase>(found.DBInstances, idOf, instanceIn, found.Marker);
        },
        async cluster(Marker) {
          const found = await rds.send(new DescribeDBClustersCommand({ Marker }));
          const idOf = ({ DBClusterIdentifier: name }: DBCluster) => name && `cluster:${name}`;
          return pageOfStates<DBCluster, RdsDatabase>(found.DBClusters, idOf, clusterIn, found.Marker);
        },
      },
      from,
    );
  },
});

/** In some partitions AWS leaves the tags out, so that an empty list proves nothing: they are asked for then. */
function tell(onTags: ((tags: TagsByKey) => void) | undefined, tags: readonly Tag[] = []): void {
  if (tags.length > 0) onTags?.(tagsIn(tags));
}

function instanceIn(instance: DBInstance): RdsDatabase {
  const cluster = instance.DBClusterIdentifier;
  return {
    ...settingsOf(instance),
    ...(cluster ? { cluster } : {}),
    replica: Boolean(instance.ReadReplicaSourceDBInstanceIdentifier || instance.ReadReplicaSourceDBClusterIdentifier),
    pending: pendingIn(instance.PendingModifiedValues),
  };
}

/** Of clusters, only Multi-AZ DB clusters can have a public address. */
function clusterIn(cluster: DBCluster): RdsDatabase {
  return {
    ...settingsOf(cluster),
    replica: Boolean(cluster.ReplicationSourceIdentifier),
    pending: pendingIn(cluster.PendingModifiedValues),
  };
}

function settingsOf(found: DBInstance | DBCluster): RdsDatabase {
  const days = [found.BackupRetentionPeriod, found.PendingModifiedValues?.BackupRetentionPeriod].filter(
    (each) => each !== undefined,
  );
  return {
    ...(found.Engine ? { engine: found.Engine } : {}),
    ...(found.PubliclyAccessible === undefined ? {} : { publiclyAccessible: found.PubliclyAccessible }),
    ...(found.StorageEncrypted === undefined ? {} : { storageEncrypted: found.StorageEncrypted }),
    ...(found.AutoMinorVersionUpgrade === undefined ? {} : { autoMinorVersionUpgrade: found.AutoMinorVersionUpgrade }),
    ...(found.DeletionProtection === undefined ? {} : { deletionProtection: found.DeletionProtection }),
    ...(days.length === 0 ? {} : { backupRetentionPeriod: Math.min(...days) }),
  };
}

/** The names in the spelling of CloudTrail: `dBInstanceClass`. A password is never pending. */
function pendingIn(values: PendingModifiedValues | ClusterPendingModifiedValues = {}): readonly string[] {
  return Object.entries(values)
    .filter(([name, value]) => name !== 'MasterUserPassword' && value !== undefined && !isEmpty(value))
    .map(([name]) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
