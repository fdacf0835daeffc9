// Written by `npm run generate`. Do not edit.
import s3BucketAclPublic from '../../shared/rules/s3/s3-bucket-acl-public.ts';
import s3BucketBlockPublicAccessOff from '../../shared/rules/s3/s3-bucket-block-public-access-off.ts';
import s3BucketPolicyExternalAccount from '../../shared/rules/s3/s3-bucket-policy-external-account.ts';
import s3BucketPolicyPublic from '../../shared/rules/s3/s3-bucket-policy-public.ts';
import s3DefaultEncryptionDowngraded from '../../shared/rules/s3/s3-default-encryption-downgraded.ts';
import s3TlsOnlyPolicyMissing from '../../shared/rules/s3/s3-tls-only-policy-missing.ts';

export { s3Bucket as kind } from '../../shared/resources/s3-bucket/kind.ts';
export default [s3BucketAclPublic, s3BucketBlockPublicAccessOff, s3BucketPolicyExternalAccount, s3BucketPolicyPublic, s3DefaultEncryptionDowngraded, s3TlsOnlyPolicyMissing];
