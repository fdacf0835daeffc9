import * as z from 'zod';
import { defineRule, doubtful, unknown } from '../../core/rule.ts';
import { type Grant, strangersOf } from '../../resources/s3-bucket/acl.ts';
import { putBucketAcl } from '../../resources/s3-bucket/actions.ts';
import { BLOCKED_BY_ACCOUNT, isBlocked, receivesTrail } from '../../resources/s3-bucket/blocked.ts';
import { s3Bucket } from '../../resources/s3-bucket/kind.ts';

/** Of S3.2 and S3.3 the one is about reading, the other about writing. */
export default defineRule({
  id: 's3-bucket-acl-public',
  title: 'S3 access control lists grant nothing to the public',
  severity: 'high',
  kind: s3Bucket,
  watches: ['acl', 'blockPublicAccess'],
  neighbours: ['account', 'trails'],
  controls: [
    {
      control: 's3-bucket-acl-public-or-enabled',
      partly: 'Access control lists that are enabled, or grant access to single users, are not judged.',
    },
  ],
  options: z.strictObject({
    publicBuckets: z.array(z.string()).default([]).describe('Names of buckets whose ACL is public on purpose.'),
  }),
  messages: {
    readable: {
      text: 'The access control list lets {{who}} read ({{permission}}).',
      controls: ['s3-bucket-acl-public-or-enabled/readable'],
    },
    logs: {
      text: 'The access control list lets {{who}} read ({{permission}}), and a trail delivers its log files here.',
      severity: 'critical',
      controls: ['s3-bucket-acl-public-or-enabled/readable', 'cloudtrail-bucket-exposed/public'],
    },
    writable: {
      text: 'The access control list lets {{who}} make changes ({{permission}}).',
      severity: 'critical',
      controls: ['s3-bucket-acl-public-or-enabled/writable'],
    },
  },
  fix: 'Remove the grants to AllUsers and AuthenticatedUsers, and switch off access control lists for the bucket.',

  judge(bucket, { ref, options, neighbours }) {
    const { acl } = bucket;
    if (options.publicBuckets.includes(ref.id)) return [];
    // With this setting S3 ignores public grants.
    const blocked = isBlocked('ignorePublicAcls', bucket, neighbours);
    if (blocked) return [];
    if (!acl) return unknown('No event showed the access control list of this bucket.');
    const readable = receivesTrail(ref.id, neighbours) ? 'logs' : 'readable';
    const judged = acl.flatMap((grant) => {
      const who = strangersOf(grant);
      if (!who) return [];
      const message = grant.permission.startsWith('READ') ? readable : 'writable';
      return [{ message, path: keyOf(grant), data: { who, permission: grant.permission } } as const];
    });
    return blocked === undefined ? doubtful(judged, BLOCKED_BY_ACCOUNT) : judged;
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
