import {
  CreateSnapshotCommand,
  CreateVolumeCommand,
  DeleteSnapshotCommand,
  DescribeSnapshotAttributeCommand,
  DescribeSnapshotsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { shareEbsSnapshot, unshareEbsSnapshot } from '../../../shared/resources/ebs-snapshot/actions.ts';
import ebsSnapshot from '../../../shared/resources/ebs-snapshot/reader.ts';
import snapshotPublic from '../../../shared/rules/ebs/ebs-snapshot-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const PARTNER = '444455556666';

describeWithMoto('EBS snapshots in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);
  let ref = refOn(ebsSnapshot, '');

  beforeEach(async () => {
    const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1 }));
    const { SnapshotId } = await ec2.send(new CreateSnapshotCommand({ VolumeId }));
    ref = refOn(ebsSnapshot, SnapshotId ?? expect.fail('no snapshot'));
  });

  test.each(['all', PARTNER])('is shared with %s and no longer, and others keep what they have', async (share) => {
    expect(await ebsSnapshot.read(ref, aws)).toEqual({ sharedWith: { items: [], complete: true } });
    await applyAction(ref, shareEbsSnapshot({ share: '111122223333' }), aws);
    await expectConforming(ebsSnapshot, ref, shareEbsSnapshot({ share }), aws);
    await applyAction(ref, shareEbsSnapshot({ share }), aws);
    await expectConforming(ebsSnapshot, ref, unshareEbsSnapshot({ share }), aws);
    expect(await ebsSnapshot.read(ref, aws)).toEqual({
      sharedWith: { items: ['111122223333', share], complete: true },
    });
  });

  test('a public snapshot is found and made private', async () => {
    await applyAction(ref, shareEbsSnapshot({ share: 'all' }), aws);
    await applyAction(ref, shareEbsSnapshot({ share: PARTNER }), aws);
    await expectMended(snapshotPublic, ebsSnapshot, ref, aws);
  });

  test('a snapshot that is deleted is gone, and listed no more', async () => {
    expect(await listed(ebsSnapshot, aws)).toContain(ref.id);
    await ec2.send(new DeleteSnapshotCommand({ SnapshotId: ref.id }));
    expect(await ebsSnapshot.read(ref, aws)).toBe(GONE);
    expect(await listed(ebsSnapshot, aws)).not.toContain(ref.id);
  });
});

describe('EBS snapshots (calls mocked: moto denies nothing and has no pages)', () => {
  const aws = createAws();
  const ref = refOn(ebsSnapshot, 'snap-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => ec2.reset());

  test.each(['InvalidSnapshot.NotFound', 'InvalidSnapshotID.Malformed'])('%s: gone', async (name) => {
    ec2.on(DescribeSnapshotAttributeCommand).rejects(awsError(name));
    expect(await ebsSnapshot.read(ref, aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    ec2.on(DescribeSnapshotAttributeCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(ebsSnapshot.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('every page of the own snapshots', async () => {
    ec2
      .on(DescribeSnapshotsCommand, { OwnerIds: ['self'] })
      .resolves({ Snapshots: [{ SnapshotId: 'snap-1' }], NextToken: 'more' })
      .on(DescribeSnapshotsCommand, { OwnerIds: ['self'], NextToken: 'more' })
      .resolves({ Snapshots: [{ SnapshotId: 'snap-2' }] });
    expect(await listed(ebsSnapshot, aws)).toEqual(['snap-1', 'snap-2']);
  });
});
