import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { ALL_BLOCKED, switchesOff } from '../../resources/common/block-public-access.ts';
import { putBlockPublicAccess } from '../../resources/s3-bucket/actions.ts';
import { receivesTrail } from '../../resources/s3-bucket/blocked.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';

export default defineRule({
  id: 's3-bucket-block-public-access-off',
  title: 'S3 buckets keep all four Block Public Access settings on',
  severity: 'high',
  kind: s3Bucket,
  watches: ['blockPublicAccess'],
  neighbours: ['trails'],
  controls: ['s3-bucket-block-public-access-off'],
  options: z.strictObject({
    publicBuckets: z.array(z.string()).default([]).describe('Names of buckets that are public on purpose.'),
  }),
  messages: {
    off: 'Block Public Access is off for this bucket: {{switches}}.',
    logs: {
      text: 'Block Public Access is off for this bucket, which receives the log files of a trail: {{switches}}.',
      severity: 'critical',
    },
  },
  fix: 'Switch on all four settings of Block Public Access. Serve public content through CloudFront.',

  judge({ blockPublicAccess }, { ref, options, neighbours }) {
    if (options.publicBuckets.includes(ref.id)) return [];
    if (!blockPublicAccess) return unknown('No event showed Block Public Access of this bucket.');
    const off = switchesOff(blockPublicAccess);
    const message = receivesTrail(ref.id, neighbours) ? 'logs' : 'off';
    return off.length === 0 ? [] : [{ message, path: 'blockPublicAccess', data: { switches: off.join(', ') } }];
  },

  remediation: {
    mode: 'auto',
    actions: [putBlockPublicAccess],
    plan: ({ blockPublicAccess }) =>
      blockPublicAccess
        ? [putBlockPublicAccess({ before: blockPublicAccess, after: ALL_BLOCKED })]
        : { cannot: 'The old settings are not known.' },
  },
});
