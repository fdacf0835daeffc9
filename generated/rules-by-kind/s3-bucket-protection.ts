// Written by `npm run generate`. Do not edit.
import s3LifecycleDestructive from '../../shared/rules/s3/s3-lifecycle-destructive.ts';
import s3LoggingOff from '../../shared/rules/s3/s3-logging-off.ts';
import s3MfaDeleteDisabled from '../../shared/rules/s3/s3-mfa-delete-disabled.ts';
import s3ObjectLockWeakened from '../../shared/rules/s3/s3-object-lock-weakened.ts';
import s3VersioningSuspended from '../../shared/rules/s3/s3-versioning-suspended.ts';

export { s3BucketProtection as kind } from '../../shared/resources/s3-bucket-protection/kind.ts';
export default [s3LifecycleDestructive, s3LoggingOff, s3MfaDeleteDisabled, s3ObjectLockWeakened, s3VersioningSuspended];
