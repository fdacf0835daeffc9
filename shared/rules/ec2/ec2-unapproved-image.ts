import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ec2Instance } from '../../resources/ec2-instance/kind.ts';

export default defineRule({
  id: 'ec2-unapproved-image',
  title: 'EC2 instances are launched from approved images',
  severity: 'medium',
  kind: ec2Instance,
  watches: ['image'],
  reads: ['imageOwners'],
  controls: [{ control: 'ec2-unapproved-image', partly: 'The setting Allowed AMIs of an account is not judged.' }],
  options: z.strictObject({
    images: z.array(z.string()).default([]).describe('Ids of images that instances may be launched from.'),
    owners: z
      .array(z.string())
      .default([])
      .describe(
        'Accounts whose images may be used: their ids, `self`, `amazon` or `aws-marketplace`. With neither images nor owners, no instance is judged.',
      ),
  }),
  messages: {
    unapproved: {
      text: 'The instance was launched from {{image}}, which is not an approved image.',
      resolved: 'The image of the instance is approved now.',
    },
  },
  fix: 'Find out who launched the instance and from what, and replace it by one from an approved image.',

  judge({ image, imageOwners }, { ref, options: { images, owners } }) {
    if (images.length + owners.length === 0) return [];
    if (image === undefined) return unknown('No event showed the image of the instance.');
    if (images.includes(image)) return [];
    if (owners.length > 0) {
      if (imageOwners === undefined) return unknown('A log does not show who owns the image of the instance.');
      if (imageOwners === null) return unknown('EC2 no longer shows the image of the instance, and who owned it.');
      const isApproved = (owner: string) =>
        owners.includes(owner) || (owner === ref.account && owners.includes('self'));
      if (imageOwners.some(isApproved)) return [];
    }
    return [{ message: 'unapproved', path: 'image', data: { image } }];
  },
});
