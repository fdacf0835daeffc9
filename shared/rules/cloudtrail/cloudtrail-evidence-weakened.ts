import * as z from 'zod';
import type { Violation } from '../../core/message.ts';
import { conclude, defineRule, unknown } from '../../core/rule.ts';
import { updateTrail } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';

const messages = {
  validation: {
    text: 'CloudTrail signs no log files of the trail: nobody can prove that they were not changed.',
    resolved: 'CloudTrail signs the log files of the trail again.',
    severity: 'medium',
    controls: ['cloudtrail-validation-off'],
  },
  logGroup: {
    text: 'The trail no longer delivers its events to CloudWatch Logs.',
    resolved: 'The trail delivers its events to CloudWatch Logs again.',
    severity: 'low',
    controls: ['cloudtrail-cloudwatch-detached'],
  },
  objects: {
    text: 'The trail records {{what}} of the objects of all S3 buckets no longer, or never did.',
    resolved: 'The trail records {{what}} of the objects of all S3 buckets again.',
    severity: 'medium',
    controls: ['cloudtrail-s3-data-events-off'],
  },
} as const;

export default defineRule({
  id: 'cloudtrail-evidence-weakened',
  title: 'CloudTrail trails sign their log files, and record and deliver what they did before',
  severity: 'medium',
  kind: cloudtrailTrail,
  watches: ['validation', 'logGroup', 's3Objects'],
  controls: ['cloudtrail-validation-off', 'cloudtrail-cloudwatch-detached', 'cloudtrail-s3-data-events-off'],
  options: z.strictObject({
    objectTrails: z
      .array(z.string())
      .default([])
      .describe(
        'Names of trails that have to record the reads and writes of all S3 objects also if they never did, as CIS asks of one trail.',
      ),
    logGroupTrails: z
      .array(z.string())
      .default([])
      .describe('Names of trails that have to deliver to CloudWatch Logs also if they never did.'),
  }),
  messages,
  fix: 'Switch the validation of log files on, and put the log group and the data events of S3 back.',

  judge({ validation, logGroup, s3Objects }, { ref, options, baseline }) {
    const violations: Violation<typeof messages>[] = [];
    if (validation === false) violations.push({ message: 'validation', path: 'validation', data: {} });
    if (logGroup === null && (baseline?.logGroup || options.logGroupTrails.includes(ref.id)))
      violations.push({ message: 'logGroup', path: 'logGroup', data: {} });
    const has = options.objectTrails.includes(ref.id) ? { reads: true, writes: true } : baseline?.s3Objects;
    for (const what of ['reads', 'writes'] as const)
      if (s3Objects && !s3Objects[what] && has?.[what])
        violations.push({ message: 'objects', path: what, data: { what } });
    return conclude(
      violations,
      (validation === undefined || logGroup === undefined || s3Objects === undefined) &&
        unknown('No event showed what the trail signs, records and delivers.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [updateTrail],
    plan(_, violations) {
      const cannot =
        'CloudTrail needs a role for a log group, and data events cost money: a person has to restore them.';
      return violations.every(({ message }) => message === 'validation')
        ? { oneOf: [[updateTrail({ setting: 'validation', before: false, after: true })]], cannot }
        : { cannot };
    },
  },
});
