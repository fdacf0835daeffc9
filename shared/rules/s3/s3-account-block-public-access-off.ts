import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { SWITCHES, switchesOff, withSwitchesOn } from '../../resources/common/block-public-access.ts';
import { putAccountBlockPublicAccess } from '../../resources/s3-account/actions.ts';
import { s3Account } from '../../resources/s3-account/kind.ts';

export default defineRule({
  id: 's3-account-block-public-access-off',
  title: 'The account keeps S3 Block Public Access on for all of its buckets',
  severity: 'critical',
  kind: s3Account,
  watches: ['blockPublicAccess'],
  controls: ['s3-account-block-public-access-off'],
  options: z.strictObject({
    switches: z
      .array(z.enum(SWITCHES))
      .default([...SWITCHES])
      .describe('The settings that must be on. Leave some out in an account with public buckets.'),
  }),
  messages: { off: 'S3 Block Public Access is off for the whole account: {{switches}}.' },
  fix: 'Switch on Block Public Access of the account. Move buckets that must be public to another account.',

  judge({ blockPublicAccess }, { options }) {
    if (!blockPublicAccess) return unknown('No event showed Block Public Access of the account.');
    const off = switchesOff(blockPublicAccess, options.switches);
    return off.length === 0 ? [] : [{ message: 'off', path: 'blockPublicAccess', data: { switches: off.join(', ') } }];
  },

  remediation: {
    mode: 'auto',
    actions: [putAccountBlockPublicAccess],
    plan: ({ blockPublicAccess: before }, _, { options }) =>
      before
        ? [putAccountBlockPublicAccess({ before, after: withSwitchesOn(before, options.switches) })]
        : { cannot: 'The old settings are not known.' },
  },
});
