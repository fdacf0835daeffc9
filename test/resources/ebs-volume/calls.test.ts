import { CreateVolumeCommand, DeleteVolumeCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import ebsVolume from '../../../shared/resources/ebs-volume/reader.ts';
import volumeUnencrypted from '../../../shared/rules/ebs/ebs-volume-unencrypted.ts';
import { describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, judgeRead } from '../../support/mend.ts';

describeWithMoto('EBS volumes in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);

  async function create(encrypted: boolean): Promise<ReturnType<typeof refOn>> {
    const made = await ec2.send(
      new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1, Encrypted: encrypted }),
    );
    return refOn(ebsVolume, made.VolumeId ?? expect.fail('no volume'));
  }

  test('one that is encrypted, and one that is not and cannot be mended by a call', async () => {
    expect(await ebsVolume.read(await create(true), aws)).toEqual({ encrypted: true });
    const plain = await create(false);
    expect(await ebsVolume.read(plain, aws)).toEqual({ encrypted: false });
    const judged = await judgeRead(volumeUnencrypted, ebsVolume, plain, aws);
    expect(judged).toMatchObject({ violations: [{ path: 'encrypted' }], plan: { actions: [] } });
  });

  test('a volume that is deleted is gone, and listed no more', async () => {
    const ref = await create(true);
    expect(await listed(ebsVolume, aws)).toContain(ref.id);
    await ec2.send(new DeleteVolumeCommand({ VolumeId: ref.id }));
    expect(await ebsVolume.read(ref, aws)).toBe(GONE);
    expect(await listed(ebsVolume, aws)).not.toContain(ref.id);
  });
});

describe('EBS volumes (calls mocked: moto deletes at once and has no pages)', () => {
  const aws = createAws();
  const ref = refOn(ebsVolume, 'vol-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => ec2.reset());

  test('a volume that is being deleted is gone', async () => {
    ec2.on(DescribeVolumesCommand).resolves({ Volumes: [{ VolumeId: ref.id, State: 'deleting', Encrypted: false }] });
    expect(await ebsVolume.read(ref, aws)).toBe(GONE);
  });

  test.each(['InvalidVolume.NotFound', 'InvalidVolumeID.Malformed'])('%s: gone', async (name) => {
    ec2.on(DescribeVolumesCommand).rejects(awsError(name));
    expect(await ebsVolume.read(ref, aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    ec2.on(DescribeVolumesCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(ebsVolume.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('every page', async () => {
    ec2
      .on(DescribeVolumesCommand)
      .resolves({ Volumes: [{ VolumeId: 'vol-1' }], NextToken: 'more' })
      .on(DescribeVolumesCommand, { NextToken: 'more' })
      .resolves({ Volumes: [{ VolumeId: 'vol-2' }] });
    expect(await listed(ebsVolume, aws)).toEqual(['vol-1', 'vol-2']);
  });
});
