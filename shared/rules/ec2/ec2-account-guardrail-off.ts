import * as z from 'zod';
import { putHttpTokensDefault, putImagesBlocked, putSerialConsole } from '../../resources/ec2-account/actions.ts';
import { ec2Account } from '../../resources/ec2-account/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ec2-account-guardrail-off',
  title: 'The settings of EC2 that protect a whole region are on',
  severity: 'medium',
  kind: ec2Account,
  controls: ['ec2-imds-account-default-weakened', 'ec2-serial-console-enabled', 'ami-block-public-access-off'],
  options: z.strictObject({
    exceptRegions: z.array(z.string()).default([]).describe('Regions that are not judged, such as a region for tests.'),
  }),
  fix: 'Set the settings of the region again, and look for instances and images that were made meanwhile.',
  isExempt: (_, { ref, options }) => options.exceptRegions.includes(ref.id),
  settings: {
    httpTokens: {
      wrong: {
        text: 'New instances of this region are not required to serve their metadata with a session token (IMDSv2): the default is {{value}}.',
        resolved: 'New instances of this region now need a session token for their metadata by default.',
        controls: ['ec2-imds-account-default-weakened'],
      },
      unseen: 'the default for session tokens of new instances',
      isRight: (tokens) => tokens === 'required',
      shown: (tokens) => tokens,
      fix: { put: putHttpTokensDefault, to: () => 'required' as const },
    },
    serialConsole: {
      wrong: {
        text: 'Access to the EC2 serial console is on: it leads past every security group.',
        resolved: 'Access to the EC2 serial console is no longer on.',
        controls: ['ec2-serial-console-enabled'],
      },
      unseen: 'whether access to the serial console is on',
      isRight: (on) => !on,
      fix: { put: putSerialConsole, to: () => false },
    },
    imagesBlocked: {
      wrong: {
        text: 'Block Public Access for images is off: an image of this region can be made public.',
        resolved: 'Block Public Access for images is on again.',
        severity: 'high',
        controls: ['ami-block-public-access-off'],
      },
      unseen: 'whether Block Public Access for images is on',
      isRight: (on) => on,
      fix: { put: putImagesBlocked, to: () => true },
    },
  },
});
