import { bucketWithObjects } from '../../policy/transport.ts';
import { bucketArn } from '../../resources/common/bucket-arn.ts';
import { putBucketPolicy } from '../../resources/s3-bucket/actions.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';
import { tlsOnlyRule } from '../common/tls-only-rule.ts';

export default tlsOnlyRule({
  id: 's3-tls-only-policy-missing',
  title: 'S3 bucket policies keep denying requests without TLS',
  kind: s3Bucket,
  field: 'policy',
  name: 'bucket policy',
  controls: ['s3-tls-only-policy-missing'],
  plain: {
    option: 'plainHttpBuckets',
    description: 'Names of buckets that may be read without TLS.',
    required: 'Also report buckets whose policy never denied plain HTTP.',
  },
  fix: 'Add a Deny of all S3 actions for everyone with the condition that aws:SecureTransport is false.',
  protects: (ref) => bucketWithObjects(bucketArn(ref)),
  put: putBucketPolicy,
});
