import { DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { ebsVolume, isInstance } from './kind.ts';

export default defineReader(ebsVolume, {
  permissions: { read: { 'ec2:DescribeVolumes': '*' }, list: { 'ec2:DescribeVolumes': '*' } },
  async read(ref, aws, onTags) {
    // An event on new instances names no volumes. The sweep finds them.
    if (isInstance(ref.id)) return GONE;
    const found = await absentOn(['InvalidVolume.NotFound', 'InvalidVolumeID.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeVolumesCommand({ VolumeIds: [ref.id] })),
    );
    const volume = found?.Volumes?.[0];
    // A volume can be in state `deleting` for minutes. It is never restored.
    if (!volume || volume.State === 'deleting' || volume.State === 'deleted') return GONE;
    onTags?.(tagsIn(volume.Tags));
    return volume.Encrypted === undefined ? {} : { encrypted: volume.Encrypted };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeVolumesCommand({ MaxResults: 500, NextToken: from }));
    return page(
      (found.Volumes ?? []).map(({ VolumeId }) => VolumeId),
      found.NextToken,
    );
  },
});
