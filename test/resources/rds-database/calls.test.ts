import {
  CreateDBClusterCommand,
  CreateDBInstanceCommand,
  DBInstanceNotFoundFault,
  DeleteDBClusterCommand,
  DeleteDBInstanceCommand,
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import {
  putAutoMinorVersionUpgrade,
  putBackupRetention,
  putDatabaseDeletionProtection,
  setPubliclyAccessible,
} from '../../../shared/resources/rds-database/actions.ts';
import rdsDatabase from '../../../shared/resources/rds-database/reader.ts';
import publiclyAccessible from '../../../shared/rules/rds/rds-publicly-accessible.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const REQUIRED = { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', AllocatedStorage: 20 };
const MASTER = { MasterUsername: 'owner', MasterUserPassword: 'not-a-real-one' };

describeWithMoto('RDS databases in AWS', () => {
  const aws = motoAws();
  const rds = aws.client(RDSClient, PLACE);

  async function create(name: string, settings: object): Promise<ReturnType<typeof refOn>> {
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier: name, ...REQUIRED, ...MASTER, ...settings }));
    return refOn(rdsDatabase, `db:${name}`);
  }

  test('the settings of an instance', async () => {
    const ref = await create('reader-plain', {
      PubliclyAccessible: false,
      StorageEncrypted: true,
      AutoMinorVersionUpgrade: true,
      DeletionProtection: true,
      BackupRetentionPeriod: 3,
    });
    expect(await rdsDatabase.read(ref, aws)).toEqual({
      engine: 'postgres',
      publiclyAccessible: false,
      storageEncrypted: true,
      autoMinorVersionUpgrade: true,
      deletionProtection: true,
      backupRetentionPeriod: 3,
      replica: false,
      pending: [],
    });
  });

  test('the tags that come with it; where none come, they are asked for', async () => {
    const tags = async (ref: ReturnType<typeof refOn>) => {
      const told: object[] = [];
      await rdsDatabase.read(ref, aws, (each) => void told.push(each));
      return told;
    };
    const Tags = [{ Key: 'owner', Value: 'jane' }];
    expect(await tags(await create('reader-tagged', { Tags }))).toEqual([{ owner: 'jane' }]);
    expect(await tags(await create('reader-untagged', {}))).toEqual([]);
    await rds.send(
      new CreateDBClusterCommand({ DBClusterIdentifier: 'reader-tags', Engine: 'aurora-postgresql', ...MASTER, Tags }),
    );
    expect(await tags(refOn(rdsDatabase, 'cluster:reader-tags'))).toEqual([{ owner: 'jane' }]);
  });

  test('the public address', async () => {
    const ref = await create('reader-address', { PubliclyAccessible: false });
    await expectConforming(rdsDatabase, ref, setPubliclyAccessible({ before: false, after: true }), aws);
  });

  test('upgrades, protection and backups of an instance', async () => {
    const ref = await create('reader-weak', {
      AutoMinorVersionUpgrade: false,
      DeletionProtection: false,
      BackupRetentionPeriod: 1,
    });
    await expectConforming(rdsDatabase, ref, putAutoMinorVersionUpgrade({ before: false, after: true }), aws);
    await expectConforming(rdsDatabase, ref, putDatabaseDeletionProtection({ before: false, after: true }), aws);
    await expectConforming(rdsDatabase, ref, putBackupRetention({ before: 1, after: 14 }), aws);
  });

  test('protection and backups of a cluster', async () => {
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: 'reader-weak',
        Engine: 'aurora-postgresql',
        DeletionProtection: false,
        BackupRetentionPeriod: 1,
        ...MASTER,
      }),
    );
    const ref = refOn(rdsDatabase, 'cluster:reader-weak');
    await expectConforming(rdsDatabase, ref, putDatabaseDeletionProtection({ before: false, after: true }), aws);
    await expectConforming(rdsDatabase, ref, putBackupRetention({ before: 1, after: 14 }), aws);
  });

  test('a public instance is found and made private', async () => {
    const ref = await create('reader-public', { PubliclyAccessible: true });
    await expectMended(publiclyAccessible, rdsDatabase, ref, aws);
  });

  test('a cluster, and an instance of it', async () => {
    await rds.send(
      new CreateDBClusterCommand({ DBClusterIdentifier: 'reader-cluster', Engine: 'aurora-postgresql', ...MASTER }),
    );
    const cluster = refOn(rdsDatabase, 'cluster:reader-cluster');
    expect(await rdsDatabase.read(cluster, aws)).toMatchObject({ storageEncrypted: false });
    const member = await create('reader-member', {
      DBClusterIdentifier: 'reader-cluster',
      Engine: 'aurora-postgresql',
      AllocatedStorage: undefined,
    });
    expect(await rdsDatabase.read(member, aws)).toMatchObject({ cluster: 'reader-cluster' });
  });

  test('what is deleted is gone, and listed no more', async () => {
    const instance = await create('reader-short-lived', {});
    const cluster = refOn(rdsDatabase, 'cluster:reader-short-lived');
    await rds.send(
      new CreateDBClusterCommand({ DBClusterIdentifier: 'reader-short-lived', Engine: 'aurora-mysql', ...MASTER }),
    );
    expect(await listed(rdsDatabase, aws)).toEqual(expect.arrayContaining([instance.id, cluster.id]));
    await rds.send(
      new DeleteDBInstanceCommand({ DBInstanceIdentifier: 'reader-short-lived', SkipFinalSnapshot: true }),
    );
    await rds.send(new DeleteDBClusterCommand({ DBClusterIdentifier: 'reader-short-lived', SkipFinalSnapshot: true }));
    expect(await rdsDatabase.read(instance, aws)).toBe(GONE);
    expect(await rdsDatabase.read(cluster, aws)).toBe(GONE);
    const left = await listed(rdsDatabase, aws);
    expect(left).not.toContain(instance.id);
    expect(left).not.toContain(cluster.id);
  });
});

describe('RDS databases (calls mocked: moto has no pages of them and lets nothing wait)', () => {
  const aws = createAws();
  const ref = refOn(rdsDatabase, 'db:shop');
  const rds = mockClient(aws.client(RDSClient, PLACE));

  beforeEach(() => rds.reset());

  test('what waits for the maintenance window, in the spelling of events', async () => {
    rds.on(DescribeDBInstancesCommand, { DBInstanceIdentifier: 'shop' }).resolves({
      DBInstances: [
        {
          PubliclyAccessible: true,
          StorageEncrypted: true,
          // An empty element of the answer is read as an empty list.
          PendingModifiedValues: { DBInstanceClass: 'db.r8g.large', MasterUserPassword: '****', ProcessorFeatures: [] },
        },
      ],
    });
    expect(await rdsDatabase.read(ref, aws)).toMatchObject({ pending: ['dBInstanceClass'] });
  });

  test('of two retentions, one of which waits, the smaller counts', async () => {
    const states = [
      { BackupRetentionPeriod: 14, PendingModifiedValues: { BackupRetentionPeriod: 0 } },
      { BackupRetentionPeriod: 0, PendingModifiedValues: { BackupRetentionPeriod: 14 } },
    ];
    for (const each of states) {
      rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [each] });
      expect(await rdsDatabase.read(ref, aws)).toMatchObject({ backupRetentionPeriod: 0 });
    }
  });

  test('a replica is known by its source', async () => {
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ ReadReplicaSourceDBInstanceIdentifier: 'main' }] });
    expect(await rdsDatabase.read(ref, aws)).toMatchObject({ replica: true });
  });

  test('upgrades and protection wait for nothing; a retention that is right is left alone unless another waits', async () => {
    const retention = putBackupRetention({ before: 0, after: 14 });
    rds.on(ModifyDBInstanceCommand).resolves({});
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ BackupRetentionPeriod: 14 }] });
    await applyAction(ref, retention, aws);
    expect(rds.commandCalls(ModifyDBInstanceCommand)).toEqual([]);
    rds
      .on(DescribeDBInstancesCommand)
      .resolves({ DBInstances: [{ BackupRetentionPeriod: 14, PendingModifiedValues: { BackupRetentionPeriod: 0 } }] });
    await applyAction(ref, retention, aws);
    await applyAction(ref, putAutoMinorVersionUpgrade({ before: false, after: true }), aws);
    await applyAction(ref, putDatabaseDeletionProtection({ before: false, after: true }), aws);
    expect(rds.commandCalls(ModifyDBInstanceCommand).map(({ args }) => args[0].input)).toEqual([
      { DBInstanceIdentifier: 'shop', BackupRetentionPeriod: 14, ApplyImmediately: true },
      { DBInstanceIdentifier: 'shop', AutoMinorVersionUpgrade: true },
      { DBInstanceIdentifier: 'shop', DeletionProtection: true },
    ]);
  });

  test('only the address is set, and nothing that waits is hurried', async () => {
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ PubliclyAccessible: true }] });
    rds.on(ModifyDBInstanceCommand).resolves({});
    await applyAction(ref, setPubliclyAccessible({ before: true, after: false }), aws);
    const sent = rds.commandCalls(ModifyDBInstanceCommand).map(({ args }) => args[0].input);
    expect(sent).toEqual([{ DBInstanceIdentifier: 'shop', PubliclyAccessible: false }]);
  });

  test('an instance that is private already is left alone, whatever it is busy with', async () => {
    rds.on(DescribeDBInstancesCommand).resolves({
      DBInstances: [{ PubliclyAccessible: false, DBInstanceStatus: 'modifying' }],
    });
    await applyAction(ref, setPubliclyAccessible({ before: true, after: false }), aws);
    expect(rds.commandCalls(ModifyDBInstanceCommand)).toEqual([]);
  });

  test('an instance that cannot be modified now fails', async () => {
    rds.on(DescribeDBInstancesCommand).resolves({ DBInstances: [{ PubliclyAccessible: true }] });
    rds.on(ModifyDBInstanceCommand).rejects(awsError('InvalidDBInstanceStateFault'));
    await expect(applyAction(ref, setPubliclyAccessible({ before: true, after: false }), aws)).rejects.toThrow(
      'InvalidDBInstanceStateFault',
    );
  });

  test('every page of instances, then every page of clusters', async () => {
    rds
      .on(DescribeDBInstancesCommand, { Marker: undefined })
      .resolves({ DBInstances: [{ DBInstanceIdentifier: 'one' }], Marker: 'a:b' })
      .on(DescribeDBInstancesCommand, { Marker: 'a:b' })
      .resolves({ DBInstances: [{ DBInstanceIdentifier: 'two' }] })
      .on(DescribeDBClustersCommand, { Marker: undefined })
      .resolves({ DBClusters: [], Marker: 'c' })
      .on(DescribeDBClustersCommand, { Marker: 'c' })
      .resolves({ DBClusters: [{ DBClusterIdentifier: 'three' }] });
    expect(await listed(rdsDatabase, aws)).toEqual(['db:one', 'db:two', 'cluster:three']);
  });

  test('an instance that is not there is gone; a call that is denied proves nothing', async () => {
    rds.on(DescribeDBInstancesCommand).rejects(new DBInstanceNotFoundFault({ message: '', $metadata: {} }));
    expect(await rdsDatabase.read(ref, aws)).toBe(GONE);
    rds.reset();
    rds.on(DescribeDBInstancesCommand).rejects(awsError('AccessDenied'));
    await expect(rdsDatabase.read(ref, aws)).rejects.toThrow('AccessDenied');
  });
});
