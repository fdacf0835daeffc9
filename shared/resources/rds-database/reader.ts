import {
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type PendingModifiedValues,
  RDSClient,
} from '@aws-sdk/client-rds';
import { absentOn } from '../../aws/absent.ts';
import { inTurn } from '../../aws/in-turn.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { rdsDatabase } from './kind.ts';

const permissions = {
  'rds:DescribeDBInstances': 'rds:{region}:{account}:db:*',
  'rds:DescribeDBClusters': 'rds:{region}:{account}:cluster:*',
} as const;

export default defineReader(rdsDatabase, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws) {
    const rds = aws.client(RDSClient, ref);
    const [, type, name] = /^(db|cluster):(.*)$/.exec(ref.id) ?? [];
    if (type === 'cluster') {
      const found = await absentOn('DBClusterNotFoundFault', () =>
        rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: name })),
      );
      const cluster = found?.DBClusters?.[0];
      return cluster ? settingsOf(cluster) : GONE;
    }
    const found = await absentOn('DBInstanceNotFoundFault', () =>
      rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: name })),
    );
    const instance = found?.DBInstances?.[0];
    if (!instance) return GONE;
    const cluster = instance.DBClusterIdentifier;
    return {
      ...settingsOf(instance),
      ...(cluster ? { cluster } : {}),
      pending: pendingIn(instance.PendingModifiedValues),
    };
  },
  list(place, aws, from) {
    const rds = aws.client(RDSClient, place);
    return inTurn(
      {
        async db(Marker) {
          const found = await rds.send(new DescribeDBInstancesCommand({ Marker }));
          return page(
            (found.DBInstances ?? []).map(({ DBInstanceIdentifier: name }) => name && `db:${name}`),
            found.Marker,
          );
        },
        async cluster(Marker) {
          const found = await rds.send(new DescribeDBClustersCommand({ Marker }));
          return page(
            (found.DBClusters ?? []).map(({ DBClusterIdentifier: name }) => name && `cluster:${name}`),
            found.Marker,
          );
        },
      },
      from,
    );
  },
});

/** Of clusters, only Multi-AZ DB clusters can have a public address. */
function settingsOf({
  PubliclyAccessible,
  StorageEncrypted,
  Engine,
}: Pick<DBInstance, 'PubliclyAccessible' | 'StorageEncrypted' | 'Engine'>) {
  return {
    ...(Engine ? { engine: Engine } : {}),
    ...(PubliclyAccessible === undefined ? {} : { publiclyAccessible: PubliclyAccessible }),
    ...(StorageEncrypted === undefined ? {} : { storageEncrypted: StorageEncrypted }),
  };
}

/** The names in the spelling of CloudTrail: `dBInstanceClass`. A password is never pending. */
function pendingIn(values: PendingModifiedValues = {}): readonly string[] {
  return Object.entries(values)
    .filter(([name, value]) => name !== 'MasterUserPassword' && value !== undefined && !isEmpty(value))
    .map(([name]) => `${name.charAt(0).toLowerCase()}${name.slice(1)}`);
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
