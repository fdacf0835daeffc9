import { DescribeVolumesCommand, EC2Client, type Volume } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { type EbsVolume, ebsVolume, isInstance } from './kind.ts';

export default defineReader(ebsVolume, {
  permissions: { read: { 'ec2:DescribeVolumes': '*' }, list: { 'ec2:DescribeVolumes': '*' } },
  async read(ref, aws, onTags) {
    // An event on new instances names no volumes. The sweep finds them.
    if (isInstance(ref.id)) return GONE;
    const found = await absentOn(['InvalidVolume.NotFound', 'InvalidVolumeID.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeVolumesCommand({ VolumeIds: [ref.id] })),
    );
    const volume = found?.Volumes?.[0];
    if (!volume) return GONE;
    onTags?.(tagsIn(volume.Tags));
    return volumeIn(volume);
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeVolumesCommand({ MaxResults: 500, NextToken: from }));
    return pageOfStates(found.Volumes, ({ VolumeId }) => VolumeId, volumeIn, found.NextToken);
  },
});

/** A volume can be in state `deleting` for minutes. It is never restored. */
function volumeIn({ State, Encrypted }: Volume): EbsVolume | Gone {
  if (State === 'deleting' || State === 'deleted') return GONE;
  return Encrypted === undefined ? {} : { encrypted: Encrypted };
}
