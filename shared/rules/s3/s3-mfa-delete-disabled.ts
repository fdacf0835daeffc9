import * as z from 'zod';
import { s3BucketProtection } from '../../resources/s3-bucket-protection/kind.ts';
import { mayBeWithout } from '../common/never-had.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 's3-mfa-delete-disabled',
  title: 'Deleting versions in S3 buckets keeps needing MFA',
  severity: 'low',
  kind: s3BucketProtection,
  controls: ['s3-mfa-delete-disabled'],
  options: z.strictObject({
    required: z
      .array(z.string())
      .default([])
      .describe(
        'Names, with `*` and `?`, of buckets that have to need MFA also if they never did, such as `*`. Without it, only its end is reported.',
      ),
  }),
  fix: 'Sign in as root and switch MFA delete on: nobody else can.',
  settings: {
    mfaDelete: {
      wrong: {
        text: 'Versions of objects in the bucket can be deleted without MFA.',
        resolved: 'Deleting versions of objects in the bucket needs MFA again.',
      },
      unseen: 'whether deleting needs MFA',
      isRight: (on, { ref, options, baseline }) => on || mayBeWithout(baseline?.mfaDelete, options.required, ref.id),
    },
  },
});
