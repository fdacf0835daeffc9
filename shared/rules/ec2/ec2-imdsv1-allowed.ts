import * as z from 'zod';
import { putHopLimit, putHttpTokens } from '../../resources/ec2-instance/actions.ts';
import { ec2Instance } from '../../resources/ec2-instance/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'ec2-imdsv1-allowed',
  title: 'EC2 instances serve their metadata with a session token, and only to themselves',
  severity: 'high',
  kind: ec2Instance,
  controls: ['ec2-imdsv1-allowed', 'ec2-imds-hop-limit'],
  options: z.strictObject({
    mostHops: z
      .int()
      .min(1)
      .max(64)
      .default(1)
      .describe('The most hops that a response may travel: 2 where containers need the role of their instance.'),
  }),
  fix: 'Require session tokens (IMDSv2) with a hop limit of 1, after the metric MetadataNoToken has shown that nothing uses IMDSv1.',
  reads: ['httpEndpoint'],
  // No program can ask for the metadata, and for the credentials in it.
  isExempt: ({ httpEndpoint }) => httpEndpoint === 'disabled',
  settings: {
    httpTokens: {
      wrong: {
        text: 'The instance serves its metadata without a session token (IMDSv1): a forged request can read the credentials of its role.',
        resolved: 'The instance no longer serves its metadata without a session token.',
        controls: ['ec2-imdsv1-allowed'],
      },
      unseen: 'whether the instance metadata needs a session token',
      isRight: (tokens) => tokens === 'required',
      fix: { put: putHttpTokens, to: () => 'required', approve: true },
    },
    hopLimit: {
      wrong: {
        text: 'Responses of the instance metadata travel {{value}} hops: containers can get the credentials of the instance.',
        resolved: 'Responses of the instance metadata no longer travel too far.',
        severity: 'medium',
        controls: ['ec2-imds-hop-limit'],
      },
      unseen: 'the hop limit of the instance metadata',
      isRight: (hops, { options }) => hops <= options.mostHops,
      fix: { put: putHopLimit, to: (_, { options }) => options.mostHops, approve: true },
    },
  },
});
