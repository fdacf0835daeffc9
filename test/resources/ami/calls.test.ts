import {
  DeregisterImageCommand,
  DescribeImageAttributeCommand,
  DescribeImagesCommand,
  EC2Client,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { shareImage, unshareImage } from '../../../shared/resources/ami/actions.ts';
import ami from '../../../shared/resources/ami/reader.ts';
import amiPublic from '../../../shared/rules/ec2/ami-public.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const PARTNER = '444455556666';
const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-exampleorg1';
const UNIT = 'arn:aws:organizations::111122223333:ou/o-exampleorg1/ou-ab12-example1';

describeWithMoto('AMIs in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);
  let count = 0;
  let ref = refOn(ami, '');

  beforeEach(async () => {
    count += 1;
    const { ImageId } = await ec2.send(new RegisterImageCommand({ Name: `reader-ami-${count}` }));
    ref = refOn(ami, ImageId ?? expect.fail('no image'));
  });

  test.each(['all', PARTNER, ORGANIZATION, UNIT])('is shared with %s and no longer', async (share) => {
    expect(await ami.read(ref, aws)).toEqual({ sharedWith: { items: [], complete: true } });
    await applyAction(ref, shareImage({ share: '000011112222' }), aws);
    await expectConforming(ami, ref, shareImage({ share }), aws);
    await applyAction(ref, shareImage({ share }), aws);
    await expectConforming(ami, ref, unshareImage({ share }), aws);
    expect(await ami.read(ref, aws)).toEqual({ sharedWith: { items: ['000011112222', share], complete: true } });
  });

  test('a public image is found and made private', async () => {
    await applyAction(ref, shareImage({ share: 'all' }), aws);
    await applyAction(ref, shareImage({ share: PARTNER }), aws);
    await expectMended(amiPublic, ami, ref, aws);
  });

  test('own images are listed, until they are deregistered', async () => {
    expect(await listed(ami, aws)).toContain(ref.id);
    await ec2.send(new DeregisterImageCommand({ ImageId: ref.id }));
    expect(await listed(ami, aws)).not.toContain(ref.id);
  });
});

describe('AMIs (calls mocked: moto breaks on an image that is not there)', () => {
  const aws = createAws();
  const ref = refOn(ami, 'ami-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => ec2.reset());

  test.each(['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed'])('%s: gone', async (name) => {
    ec2.on(DescribeImageAttributeCommand).rejects(awsError(name));
    expect(await ami.read(ref, aws)).toBe(GONE);
  });

  test.each([[[]], [[{ ImageId: ref.id, State: 'deregistered' as const }]]])(
    'unavailable, as it is deregistered: gone',
    async (Images) => {
      ec2.on(DescribeImageAttributeCommand).rejects(awsError('InvalidAMIID.Unavailable'));
      ec2.on(DescribeImagesCommand).resolves({ Images });
      expect(await ami.read(ref, aws)).toBe(GONE);
    },
  );

  test('unavailable, as it is not ready: no answer', async () => {
    ec2.on(DescribeImageAttributeCommand).rejects(awsError('InvalidAMIID.Unavailable'));
    ec2.on(DescribeImagesCommand).resolves({ Images: [{ ImageId: ref.id, State: 'pending' }] });
    await expect(ami.read(ref, aws)).rejects.toThrow('InvalidAMIID.Unavailable');
  });

  test('a call that is denied proves nothing', async () => {
    ec2.on(DescribeImageAttributeCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(ami.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
    ec2.on(DescribeImageAttributeCommand).rejects(awsError('InvalidAMIID.Unavailable'));
    ec2.on(DescribeImagesCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(ami.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('every page of the own images', async () => {
    ec2
      .on(DescribeImagesCommand, { Owners: ['self'] })
      .resolves({ Images: [{ ImageId: 'ami-1' }], NextToken: 'more' })
      .on(DescribeImagesCommand, { Owners: ['self'], NextToken: 'more' })
      .resolves({ Images: [{ ImageId: 'ami-2' }] });
    expect(await listed(ami, aws)).toEqual(['ami-1', 'ami-2']);
  });
});
