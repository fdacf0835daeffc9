import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { updateTrail } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';
import { cannotDeliver } from '../../resources/cloudtrail-trail/together.ts';

export default defineRule({
  id: 'cloudtrail-log-files-diverted',
  title: 'CloudTrail trails deliver their log files, and to the same bucket as before',
  severity: 'high',
  kind: cloudtrailTrail,
  watches: ['bucket', 'deliveryFailure'],
  controls: ['cloudtrail-scope-reduced/destination'],
  options: z.strictObject({
    logBuckets: z
      .array(z.string())
      .default([])
      .describe('Names of buckets to which trails may deliver. An empty list: each trail keeps its bucket.'),
  }),
  messages: {
    diverted: {
      text: 'The trail delivers its log files to another bucket than before: {{after}} instead of {{before}}.',
      resolved: 'The trail delivers its log files to bucket {{before}} again.',
    },
    unlisted: 'The trail delivers its log files to a bucket that is not listed: {{bucket}}.',
    undelivered: 'CloudTrail cannot deliver the log files of the trail to bucket {{bucket}} ({{error}}).',
  },
  fix: 'Let CloudTrail write to the bucket of the trail, or set the right bucket with UpdateTrail.',

  judge(trail, { options: { logBuckets }, baseline }) {
    const { bucket, deliveryFailure } = trail;
    if (bucket === undefined) return unknown('No event showed the bucket of the trail.');
    if (logBuckets.length > 0 && !logBuckets.includes(bucket)) {
      return [{ message: 'unlisted', path: 'bucket', data: { bucket } }];
    }
    const before = baseline?.bucket;
    if (logBuckets.length === 0 && before !== undefined && before !== bucket) {
      return [{ message: 'diverted', path: 'bucket', data: { after: bucket, before } }];
    }
    if (!deliveryFailure || !cannotDeliver(trail)) return [];
    return [{ message: 'undelivered', path: 'delivery', data: { bucket, error: deliveryFailure.error } }];
  },

  remediation: {
    // The owner may have moved the log files.
    mode: 'approve',
    actions: [updateTrail],
    plan({ bucket: before }, violations, { baseline }) {
      if (violations.some(({ path }) => path === 'delivery')) {
        return { cannot: 'The bucket or its policy has to be fixed first.' };
      }
      const after = baseline?.bucket;
      const cannot = 'The right bucket of the trail is not known.';
      if (before === undefined || after === undefined) return { cannot };
      return { oneOf: [[updateTrail({ setting: 'bucket', before, after })]], cannot };
    },
  },
});
