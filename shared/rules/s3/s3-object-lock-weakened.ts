import * as z from 'zod';
import { putLockRule } from '../../resources/s3-bucket-protection/actions.ts';
import { type LockRule, s3BucketProtection } from '../../resources/s3-bucket-protection/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 's3-object-lock-weakened',
  title: 'S3 buckets keep the default retention of Object Lock',
  severity: 'high',
  kind: s3BucketProtection,
  controls: ['s3-object-lock-weakened'],
  options: z.strictObject({}),
  fix: 'Put the default retention back. Objects that came without it can be deleted.',
  settings: {
    lock: {
      wrong: {
        text: 'The default retention of the bucket was weakened: {{value}}.',
        resolved: 'The bucket has the default retention again: {{value}} was the weaker one.',
      },
      unseen: 'which default retention the bucket has',
      isRight: (lock, { baseline }) => !isWeaker(lock, baseline?.lock ?? null),
      shown: (lock) => (lock === null ? 'it has none' : `${lock.mode}, ${lock.days} days`),
      fix: { put: putLockRule, to: (_, { baseline }) => baseline?.lock ?? undefined, approve: true },
    },
  },
});

/** Compliance cannot be lifted by anybody; governance can, with a right. */
function isWeaker(lock: LockRule | null, before: LockRule | null): boolean {
  if (before === null) return false;
  if (lock === null) return true;
  return lock.days < before.days || (before.mode === 'COMPLIANCE' && lock.mode === 'GOVERNANCE');
}
