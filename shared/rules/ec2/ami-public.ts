import * as z from 'zod';
import { defineRule } from '../../core/rule.ts';
import { unshareImage } from '../../resources/ami/actions.ts';
import { ami } from '../../resources/ami/kind.ts';
import { judgeShares } from '../../resources/common/shares.ts';

export default defineRule({
  id: 'ami-public',
  title: 'AMIs are shared with trusted accounts and organisations only',
  severity: 'critical',
  kind: ami,
  watches: ['sharedWith'],
  controls: { soc2: ['CC6.6'], 'iso-27001': ['A.8.1'], 'ellipsis-drive': ['ED-L23.1', 'ED-L28.1'] },
  options: z.strictObject({
    publicImages: z.array(z.string()).default([]).describe('Ids of images that are public on purpose.'),
  }),
  messages: {
    public: 'The image is public: anybody with an AWS account can launch it and read what is on it.',
    shared: {
      text: 'The image is shared with {{who}}, which is not trusted and can launch it.',
      severity: 'high',
      controls: { 'ellipsis-drive': ['ED-L23.1', 'ED-L28.1'] },
    },
  },
  fix: 'Remove the launch permission; instances that were launched and copies that were made in the meantime stay.',

  judge: (image, context) => (context.options.publicImages.includes(context.ref.id) ? [] : judgeShares(image, context)),

  remediation: {
    mode: 'auto',
    // Another account may depend on what it was given.
    approveFor: ['shared'],
    actions: [unshareImage],
    plan: (_, violations) => violations.map(({ path }) => unshareImage({ share: path })),
  },
});
