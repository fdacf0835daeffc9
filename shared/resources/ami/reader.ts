import {
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  EC2Client,
  type LaunchPermission,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import type { Ref } from '../../core/ref.ts';
import { sharesIn } from '../common/api-shares.ts';
import { ami } from './kind.ts';

const NO_SUCH = ['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed'];
const UNAVAILABLE = 'InvalidAMIID.Unavailable';

export default defineReader(ami, {
  permissions: {
    read: { 'ec2:DescribeImageAttribute': 'ec2:{region}::image/*', 'ec2:DescribeImages': '*' },
    list: { 'ec2:DescribeImages': '*' },
  },
  async read(ref, aws) {
    try {
      const permissions = await absentOn(NO_SUCH, () => launchPermissions(ref, aws));
      return permissions ? { sharedWith: sharesIn(permissions) } : GONE;
    } catch (error) {
      const unavailable = error instanceof Error && error.name === UNAVAILABLE;
      if (unavailable && (await isDeregistered(ref, aws))) return GONE;
      throw error;
    }
  },
  // The response leaves out disabled images. Nobody can launch them.
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeImagesCommand({ Owners: ['self'], MaxResults: 1000, NextToken: from }));
    return page(
      (found.Images ?? []).map(({ ImageId }) => ImageId),
      found.NextToken,
    );
  },
});

async function launchPermissions(ref: Ref, aws: Aws): Promise<readonly LaunchPermission[]> {
  const found = await aws
    .client(EC2Client, ref)
    .send(new DescribeImageAttributeCommand({ ImageId: ref.id, Attribute: 'launchPermission' }));
  return found.LaunchPermissions ?? [];
}

/**
 * AWS returns one error for an image that is deregistered and for one that is not ready yet.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
async function isDeregistered(ref: Ref, aws: Aws): Promise<boolean> {
  const found = await absentOn([...NO_SUCH, UNAVAILABLE], () =>
    aws.client(EC2Client, ref).send(new DescribeImagesCommand({ ImageIds: [ref.id], IncludeDisabled: true })),
  );
  return (found?.Images ?? []).every(({ State }) => State === 'deregistered');
}
