import * as z from 'zod';
import { putVersioning } from '../../resources/s3-bucket-protection/actions.ts';
import { s3BucketProtection } from '../../resources/s3-bucket-protection/kind.ts';
import { mayBeWithout } from '../common/never-had.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 's3-versioning-suspended',
  title: 'S3 buckets keep the earlier versions of their objects',
  severity: 'medium',
  kind: s3BucketProtection,
  controls: ['s3-versioning-suspended'],
  options: z.strictObject({
    required: z
      .array(z.string())
      .default([])
      .describe(
        'Names, with `*` and `?`, of buckets that have to keep versions also if they never did. Without it, only the end of versioning is reported.',
      ),
  }),
  fix: 'Switch versioning on again. What was overwritten or deleted meanwhile is lost.',
  settings: {
    versioned: {
      wrong: {
        text: 'The bucket keeps no earlier versions: what is overwritten or deleted is lost.',
        resolved: 'The bucket keeps the earlier versions of objects again.',
      },
      unseen: 'whether the bucket keeps versions',
      isRight: (on, { ref, options, baseline }) => on || mayBeWithout(baseline?.versioned, options.required, ref.id),
      fix: { put: putVersioning, to: () => true },
    },
  },
});
