import * as z from 'zod';
import { anyCovers } from '../../policy/glob.ts';
import { s3BucketProtection } from '../../resources/s3-bucket-protection/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 's3-lifecycle-destructive',
  title: 'Lifecycle rules of S3 buckets delete no objects early',
  severity: 'high',
  kind: s3BucketProtection,
  controls: [
    {
      control: 's3-lifecycle-destructive',
      partly: 'That a rule which cleans temporary data is removed is not reported.',
    },
  ],
  options: z.strictObject({
    minimumDays: z
      .int()
      .min(1)
      .default(30)
      .describe('The least number of days after which a lifecycle rule may delete objects.'),
    temporary: z
      .array(z.string())
      .default([])
      .describe('Names, with `*` and `?`, of buckets whose objects may be deleted at any time.'),
  }),
  fix: 'Take the rule away at once: S3 deletes what has expired within a day. Restore objects from versions or backups.',
  isExempt: (_, { ref, options }) => anyCovers(options.temporary, ref.id),
  settings: {
    expires: {
      wrong: {
        text: 'A lifecycle rule deletes objects in the bucket after {{value}} days (0: on a certain day).',
        resolved: 'The lifecycle rule that deletes objects after {{value}} days is no longer there.',
      },
      unseen: 'which lifecycle rules the bucket has',
      isRight: (days, { options }) => days === null || days >= options.minimumDays,
    },
  },
});
