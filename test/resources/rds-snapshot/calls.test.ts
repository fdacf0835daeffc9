import {
  CreateDBClusterCommand,
  CreateDBClusterSnapshotCommand,
  CreateDBInstanceCommand,
  CreateDBSnapshotCommand,
  DeleteDBClusterSnapshotCommand,
  DeleteDBSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  DescribeDBSnapshotAttributesCommand,
  DescribeDBSnapshotsCommand,
  ModifyDBClusterSnapshotAttributeCommand,
  ModifyDBSnapshotAttributeCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { shareRdsSnapshot, unshareRdsSnapshot } from '../../../shared/resources/rds-snapshot/actions.ts';
import rdsSnapshot from '../../../shared/resources/rds-snapshot/reader.ts';
import snapshotPublic from '../../../shared/rules/rds/rds-snapshot-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const MASTER = { MasterUsername: 'owner', MasterUserPassword: 'not-a-real-one' };
const DBInstanceIdentifier = 'snapshot-source';
const DBClusterIdentifier = 'snapshot-source';

describeWithMoto('RDS snapshots in AWS', () => {
  const aws = motoAws();
  const rds = aws.client(RDSClient, PLACE);

  beforeAll(async () => {
    const instance = { Engine: 'postgres', DBInstanceClass: 'db.t4g.micro', AllocatedStorage: 20, ...MASTER };
    await rds.send(new CreateDBInstanceCommand({ DBInstanceIdentifier, ...instance }));
    await rds.send(new CreateDBClusterCommand({ DBClusterIdentifier, Engine: 'aurora-mysql', ...MASTER }));
  });

  async function create(name: string): Promise<ReturnType<typeof refOn>> {
    await rds.send(new CreateDBSnapshotCommand({ DBSnapshotIdentifier: name, DBInstanceIdentifier }));
    return refOn(rdsSnapshot, `snapshot:${name}`);
  }

  async function createOfCluster(name: string): Promise<ReturnType<typeof refOn>> {
    await rds.send(new CreateDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: name, DBClusterIdentifier }));
    return refOn(rdsSnapshot, `cluster-snapshot:${name}`);
  }

  test.each(['all', '444455556666'])('is shared with %s and with nobody beside', async (share) => {
    const kept = shareRdsSnapshot({ share: '777788889999' });
    for (const ref of [await create(`share-${share}`), await createOfCluster(`share-${share}`)]) {
      await applyAction(ref, kept, aws);
      // moto lists an account twice that is added twice.
      await expectConforming(rdsSnapshot, ref, shareRdsSnapshot({ share }), aws, { motoRepeats: false });
      await expectConforming(rdsSnapshot, ref, unshareRdsSnapshot(kept.params), aws, { motoRepeats: false });
      expect(await rdsSnapshot.read(ref, aws)).toEqual({ sharedWith: { items: ['777788889999'], complete: true } });
    }
  });

  test('a public snapshot is found and made private', async () => {
    for (const ref of [await create('public'), await createOfCluster('public')]) {
      await applyAction(ref, shareRdsSnapshot({ share: 'all' }), aws);
      await expectMended(snapshotPublic, rdsSnapshot, ref, aws);
    }
  });

  test('what is deleted is gone, and listed no more', async () => {
    const [instance, cluster] = [await create('short-lived'), await createOfCluster('short-lived')];
    expect(await listed(rdsSnapshot, aws)).toEqual(expect.arrayContaining([instance.id, cluster.id]));
    await rds.send(new DeleteDBSnapshotCommand({ DBSnapshotIdentifier: 'short-lived' }));
    await rds.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier: 'short-lived' }));
    expect(await rdsSnapshot.read(instance, aws)).toBe(GONE);
    expect(await rdsSnapshot.read(cluster, aws)).toBe(GONE);
    const left = await listed(rdsSnapshot, aws);
    expect(left).not.toContain(instance.id);
    expect(left).not.toContain(cluster.id);
  });
});

describe('RDS snapshots (calls mocked: moto has no pages of them and lists automated ones too)', () => {
  const aws = createAws();
  const rds = mockClient(aws.client(RDSClient, PLACE));
  const ref = refOn(rdsSnapshot, 'snapshot:orders');

  beforeEach(() => rds.reset());

  test("exactly one account is removed, from an instance's snapshot and from a cluster's", async () => {
    rds.on(ModifyDBSnapshotAttributeCommand).resolves({}).on(ModifyDBClusterSnapshotAttributeCommand).resolves({});
    const unshare = unshareRdsSnapshot({ share: '444455556666' });
    await applyAction(ref, unshare, aws);
    await applyAction(refOn(rdsSnapshot, 'cluster-snapshot:ledger'), unshare, aws);
    expect(rds.calls().map(({ args }) => args[0].input)).toEqual([
      { DBSnapshotIdentifier: 'orders', AttributeName: 'restore', ValuesToRemove: ['444455556666'] },
      { DBClusterSnapshotIdentifier: 'ledger', AttributeName: 'restore', ValuesToRemove: ['444455556666'] },
    ]);
  });

  test('every page of what was taken by hand', async () => {
    rds
      .on(DescribeDBSnapshotsCommand, { SnapshotType: 'manual', Marker: undefined })
      .resolves({ DBSnapshots: [{ DBSnapshotIdentifier: 'one' }], Marker: 'next' })
      .on(DescribeDBSnapshotsCommand, { SnapshotType: 'manual', Marker: 'next' })
      .resolves({ DBSnapshots: [{ DBSnapshotIdentifier: 'two' }] })
      .on(DescribeDBClusterSnapshotsCommand, { SnapshotType: 'manual', Marker: undefined })
      .resolves({ DBClusterSnapshots: [{ DBClusterSnapshotIdentifier: 'three' }] });
    expect(await listed(rdsSnapshot, aws)).toEqual(['snapshot:one', 'snapshot:two', 'cluster-snapshot:three']);
  });

  test('a call that is denied proves nothing', async () => {
    rds.on(DescribeDBSnapshotAttributesCommand).rejects(awsError('AccessDenied'));
    await expect(rdsSnapshot.read(ref, aws)).rejects.toThrow('AccessDenied');
  });
});
