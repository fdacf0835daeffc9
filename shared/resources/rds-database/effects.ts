import {
  type DBCluster,
  type DBInstance,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import {
  putAutoMinorVersionUpgrade,
  putBackupRetention,
  putDatabaseDeletionProtection,
  setPubliclyAccessible,
} from './actions.ts';

const INSTANCES = 'rds:{region}:{account}:db:*';
const CLUSTERS = 'rds:{region}:{account}:cluster:*';

const permissions = {
  'rds:DescribeDBInstances': INSTANCES,
  'rds:ModifyDBInstance': INSTANCES,
  'rds:DescribeDBClusters': CLUSTERS,
  'rds:ModifyDBCluster': CLUSTERS,
} as const;
const refusals = {
  DBInstanceNotFoundFault: 'The database no longer exists.',
  DBClusterNotFoundFault: 'The database no longer exists.',
};

interface Settings {
  readonly AutoMinorVersionUpgrade?: boolean;
  readonly DeletionProtection?: boolean;
  readonly BackupRetentionPeriod?: number;
  readonly ApplyImmediately?: true;
}

export default [
  effectOf(setPubliclyAccessible, {
    permissions: { 'rds:DescribeDBInstances': INSTANCES, 'rds:ModifyDBInstance': INSTANCES },
    refusals,
    async apply(ref, { after }, aws) {
      const rds = aws.client(RDSClient, ref);
      const DBInstanceIdentifier = nameOf(ref);
      // An instance that is being modified refuses every call, also one that changes nothing.
      const now = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }));
      if (now.DBInstances?.[0]?.PubliclyAccessible === after) return;
      // The setting takes effect at once. ApplyImmediately would also apply all other pending changes.
      await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, PubliclyAccessible: after }));
    },
  }),
  effectOf(putAutoMinorVersionUpgrade, {
    permissions,
    refusals,
    async apply(ref, { after }, aws) {
      if ((await now(ref, aws))?.AutoMinorVersionUpgrade === after) return;
      await modify(ref, { AutoMinorVersionUpgrade: after }, aws);
    },
  }),
  effectOf(putDatabaseDeletionProtection, {
    permissions,
    refusals,
    async apply(ref, { after }, aws) {
      if ((await now(ref, aws))?.DeletionProtection === after) return;
      await modify(ref, { DeletionProtection: after }, aws);
    },
  }),
  effectOf(putBackupRetention, {
    permissions,
    refusals,
    async apply(ref, { after }, aws) {
      const found = await now(ref, aws);
      const waiting = found?.PendingModifiedValues?.BackupRetentionPeriod;
      if (found?.BackupRetentionPeriod === after && (waiting === undefined || waiting === after)) return;
      // Switching backups on or off would wait for the maintenance window. The plan sees to it that nothing else waits.
      await modify(ref, { BackupRetentionPeriod: after, ApplyImmediately: true }, aws);
    },
  }),
];

function nameOf({ id }: Ref): string {
  return id.replace(/^(?:db|cluster):/, '');
}

async function now(ref: Ref, aws: Aws): Promise<DBInstance | DBCluster | undefined> {
  const rds = aws.client(RDSClient, ref);
  return ref.id.startsWith('cluster:')
    ? (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier: nameOf(ref) }))).DBClusters?.[0]
    : (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: nameOf(ref) }))).DBInstances?.[0];
}

async function modify(ref: Ref, settings: Settings, aws: Aws): Promise<void> {
  const rds = aws.client(RDSClient, ref);
  if (ref.id.startsWith('cluster:')) {
    await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier: nameOf(ref), ...settings }));
  } else {
    await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier: nameOf(ref), ...settings }));
  }
}
