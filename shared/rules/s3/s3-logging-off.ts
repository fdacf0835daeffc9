import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { putAccessLogging } from '../../resources/s3-bucket-protection/actions.ts';
import { s3BucketProtection } from '../../resources/s3-bucket-protection/kind.ts';
import { mayBeWithout } from '../common/never-had.ts';

export default defineRule({
  id: 's3-logging-off',
  title: 'S3 buckets log requests: those of trails, and all that did before',
  severity: 'medium',
  kind: s3BucketProtection,
  watches: ['logging'],
  neighbours: ['trails'],
  controls: ['s3-access-logging-off', 'cloudtrail-bucket-exposed/logging'],
  options: z.strictObject({
    required: z
      .array(z.string())
      .default([])
      .describe('Names, with `*` and `?`, of buckets that have to log requests also if they never did.'),
  }),
  messages: {
    off: {
      text: 'S3 logs no requests to the bucket.',
      resolved: 'S3 logs requests to the bucket again.',
      controls: ['s3-access-logging-off'],
    },
    trail: {
      text: 'S3 logs no requests to the bucket, which receives the log files of the trail {{trail}}.',
      resolved: 'S3 logs requests to the bucket of the trail {{trail}} again.',
    },
  },
  fix: 'Let S3 log requests to another bucket.',

  judge({ logging }, { ref, options, baseline, neighbours: { trails } }) {
    if (logging === undefined) return unknown('No event showed whether requests to the bucket are logged.');
    if (logging !== null) return [];
    const trail = trails.items.find(({ state }) => state.bucket === ref.id);
    if (trail) return [{ message: 'trail', path: 'logging', data: { trail: trail.ref.id } }];
    if (!mayBeWithout(baseline?.logging, options.required, ref.id))
      return [{ message: 'off', path: 'logging', data: {} }];
    return trails.complete ? [] : unknown('It is not known whether the bucket receives the log files of a trail.');
  },

  remediation: {
    mode: 'auto',
    actions: [putAccessLogging],
    plan({ logging: before = null }, _, { baseline }) {
      const after = baseline?.logging;
      const cannot = 'It is not known where the bucket logged requests before.';
      return after ? { oneOf: [[putAccessLogging({ before, after })]], cannot } : { cannot };
    },
  },
});
