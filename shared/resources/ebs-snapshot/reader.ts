import { DescribeSnapshotAttributeCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { sharesIn } from '../common/api-shares.ts';
import { ebsSnapshot } from './kind.ts';

export default defineReader(ebsSnapshot, {
  permissions: {
    read: { 'ec2:DescribeSnapshotAttribute': 'ec2:{region}::snapshot/*' },
    list: { 'ec2:DescribeSnapshots': '*' },
  },
  async read(ref, aws) {
    const found = await absentOn(['InvalidSnapshot.NotFound', 'InvalidSnapshotID.Malformed'], () =>
      aws
        .client(EC2Client, ref)
        .send(new DescribeSnapshotAttributeCommand({ SnapshotId: ref.id, Attribute: 'createVolumePermission' })),
    );
    return found ? { sharedWith: sharesIn(found.CreateVolumePermissions) } : GONE;
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeSnapshotsCommand({ OwnerIds: ['self'], MaxResults: 1000, NextToken: from }));
    return page(
      (found.Snapshots ?? []).map(({ SnapshotId }) => SnapshotId),
      found.NextToken,
    );
  },
});
