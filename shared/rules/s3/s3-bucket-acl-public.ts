import * as z from 'zod';
import { defineRule, unknown } from '../../core/rule.ts';
import { type Grant, strangersOf } from '../../resources/s3-bucket/acl.ts';
import { putBucketAcl } from '../../resources/s3-bucket/actions.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';

/** S3.3 asks only that the public writes nothing. */
const ACCESS = { 'ellipsis-drive': ['ED-L14.1', 'ED-L28.1'] } as const;

export default defineRule({
  id: 's3-bucket-acl-public',
  title: 'S3 access control lists grant nothing to the public',
  severity: 'high',
  kind: s3Bucket,
  watches: ['acl', 'blockPublicAccess'],
  controls: { fsbp: ['S3.3'], ...ACCESS },
  options: z.strictObject({
    publicBuckets: z.array(z.string()).default([]).describe('Names of buckets whose ACL is public on purpose.'),
  }),
  messages: {
    readable: {
      text: 'The access control list lets {{who}} read ({{permission}}).',
      controls: ACCESS,
    },
    writable: { text: 'The access control list lets {{who}} make changes ({{permission}}).', severity: 'critical' },
  },
  fix: 'Remove the grants to AllUsers and AuthenticatedUsers, and switch off access control lists for the bucket.',

  judge({ acl, blockPublicAccess }, { ref, options }) {
    if (options.publicBuckets.includes(ref.id)) return [];
    // With this setting S3 ignores public grants.
    if (blockPublicAccess?.ignorePublicAcls) return [];
    if (!acl) return unknown('No event showed the access control list of this bucket.');
    return acl.flatMap((grant) => {
      const who = strangersOf(grant);
      if (!who) return [];
      const message = grant.permission.startsWith('READ') ? ('readable' as const) : ('writable' as const);
      return [{ message, path: keyOf(grant), data: { who, permission: grant.permission } }];
    });
  },

  remediation: {
    mode: 'auto',
    actions: [putBucketAcl],
    plan({ acl }, violations) {
      if (!acl) return { cannot: 'The access control list is not known.' };
      const gone = new Set(violations.map(({ path }) => path));
      return [putBucketAcl({ before: acl, after: acl.filter((grant) => !gone.has(keyOf(grant))) })];
    },
  },
});

/** `AllUsers READ` */
function keyOf({ grantee, permission }: Grant): string {
  return `${grantee.split('/').at(-1)} ${permission}`;
}
