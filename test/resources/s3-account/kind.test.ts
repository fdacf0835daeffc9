import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, refsOf } from '../../../shared/core/kind.ts';
import { s3Account } from '../../../shared/resources/s3-account/kind.ts';
import { s3Bucket } from '../../../shared/resources/s3-bucket/kind.ts';
import { trailRecord } from '../../support/events.ts';

const removed = (region: string) => decodeEvent(trailRecord('s3:DeleteAccountPublicAccessBlock', { region }));

test.each([
  ['eu-west-1', 'us-east-1'],
  ['us-east-1', 'us-east-1'],
  ['cn-northwest-1', 'cn-north-1'],
  ['us-gov-east-1', 'us-gov-west-1'],
])('the settings of an account are one thing in a partition: a call to %s counts for %s', (called, region) => {
  expect(refsOf(s3Account, removed(called))).toEqual([expect.objectContaining({ region, id: 'account' })]);
});

test.each([
  ['PutBucketPublicAccessBlock', { bucketName: 'reports' }, ['reports'], []],
  ['PutBucketPublicAccessBlock', { host: ['s3.amazonaws.com'] }, [], ['account']],
  ['DeleteBucketPublicAccessBlock', { bucketName: '' }, [], ['account']],
])('%s of %j concerns either a bucket or the account', (name, request, buckets, accounts) => {
  const event = decodeEvent(trailRecord(`s3:${name}`, { request }));
  expect(refsOf(s3Bucket, event).map(({ id }) => id)).toEqual(buckets);
  expect(refsOf(s3Account, event).map(({ id }) => id)).toEqual(accounts);
});

test.each([
  ['eu-west-1', { policy: null, acl: [], encryption: { algorithm: 'AES256', bucketKey: false } }],
  // There the call succeeds on a bucket that the account has already, and leaves its policy.
  ['us-east-1', { acl: [] }],
])('what a creation in %s proves', async (region, state) => {
  const event = decodeEvent(trailRecord('s3:CreateBucket', { region, request: { bucketName: 'reports' } }));
  expect(await evolve(s3Bucket, undefined, event, 'reports')).toEqual(state);
});
