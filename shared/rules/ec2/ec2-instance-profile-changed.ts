import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { anyCovers } from '../../policy/glob.ts';
import { ec2Instance } from '../../resources/ec2-instance/kind.ts';

export default defineRule({
  id: 'ec2-instance-profile-changed',
  title: 'EC2 instances keep the instance profile that they were launched with',
  severity: 'high',
  kind: ec2Instance,
  watches: ['profile'],
  controls: [
    {
      control: 'ec2-instance-profile-changed',
      partly: 'That the role in an instance profile is exchanged is not judged.',
    },
  ],
  options: z.strictObject({
    approved: z
      .array(z.string())
      .default([])
      .describe('Names, with `*` and `?`, of instance profiles that every instance may be given.'),
  }),
  messages: {
    changed:
      'The instance has the instance profile {{after}} instead of {{before}}: its programs have the rights of another role.',
    added: {
      text: 'The instance was given the instance profile {{after}}, and had none before: its programs have the rights of that role.',
      resolved: 'The instance no longer has an instance profile.',
    },
    removed: {
      text: 'The instance profile {{before}} was taken from the instance: its programs have no credentials.',
      resolved: 'The instance has an instance profile again.',
    },
  },
  fix: 'Find out who changed the instance profile, and associate the earlier one again.',

  judge({ profile }, { baseline, options }) {
    if (profile === undefined) return unknown('No event showed the instance profile of the instance.');
    const before = baseline?.profile;
    if (before === undefined || before === profile) return [];
    if (profile === null) return [{ message: 'removed', path: 'profile', data: { before: before ?? '' } }];
    if (anyCovers(options.approved, profile)) return [];
    const extent = profile;
    return before === null
      ? [{ message: 'added', path: 'profile', extent, data: { after: profile } }]
      : [{ message: 'changed', path: 'profile', extent, data: { after: profile, before } }];
  },
});
