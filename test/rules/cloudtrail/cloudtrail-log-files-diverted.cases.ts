import rule from '../../../shared/rules/cloudtrail/cloudtrail-log-files-diverted.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`cloudtrail:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { name: 'audit', ...request },
    ...parts,
  });
const create = call('CreateTrail', 0, { s3BucketName: 'audit-logs' });
const failure = { bucket: 'audit-logs', error: 'NoSuchBucket' };

export default casesOf(rule, {
  compliant: [
    { name: 'a trail with its bucket', state: { bucket: 'audit-logs' }, baseline: { bucket: 'audit-logs' } },
    { name: 'a new trail', state: { bucket: 'audit-logs' } },
    {
      name: 'another bucket than before, which is listed',
      state: { bucket: 'more-logs' },
      baseline: { bucket: 'audit-logs' },
      options: { logBuckets: ['audit-logs', 'more-logs'] },
    },
    { name: 'an earlier bucket failed', state: { bucket: 'more-logs', deliveryFailure: failure } },
  ],
  drifted: [
    {
      name: 'the bucket of a stranger',
      state: { bucket: 'stranger-logs' },
      baseline: { bucket: 'audit-logs' },
      violations: [{ message: 'diverted', path: 'bucket', data: { after: 'stranger-logs', before: 'audit-logs' } }],
      plan: [
        {
          type: 'cloudtrail.update-trail',
          params: { setting: 'bucket', before: 'stranger-logs', after: 'audit-logs' },
        },
      ],
    },
    {
      name: 'a bucket that is not listed, nor is the earlier one any more',
      state: { bucket: 'stranger-logs' },
      baseline: { bucket: 'audit-logs' },
      options: { logBuckets: ['more-logs'] },
      violations: [{ message: 'unlisted', path: 'bucket', data: { bucket: 'stranger-logs' } }],
      cannot: /right bucket of the trail is not known/,
    },
    {
      name: 'a bucket that is gone',
      state: { logging: true, bucket: 'audit-logs', deliveryFailure: failure },
      violations: [{ message: 'undelivered', path: 'delivery', data: failure }],
      cannot: /fixed first/,
    },
    {
      name: 'the earlier bucket cannot be written to either',
      state: { bucket: 'stranger-logs', deliveryFailure: failure },
      baseline: { bucket: 'audit-logs' },
      violations: [{ message: 'diverted', path: 'bucket', data: { after: 'stranger-logs', before: 'audit-logs' } }],
      cannot: /right bucket of the trail is not known/,
    },
  ],
  unknown: [{ name: 'no event showed the bucket', state: { logging: true } }],
  events: [
    {
      name: 'diverted and put back',
      events: [
        create,
        call('UpdateTrail', 1, { s3BucketName: 'stranger-logs' }),
        call('UpdateTrail', 2, { s3BucketName: 'audit-logs' }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'audit',
      texts: ['The trail delivers its log files to another bucket than before: stranger-logs instead of audit-logs.'],
    },
    {
      name: 'the trail deleted ends it',
      events: [create, call('UpdateTrail', 1, { s3BucketName: 'stranger-logs' }), call('DeleteTrail', 2, {})],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        create,
        call('UpdateTrail', 1, { s3BucketName: 'gone' }, { errorCode: 'S3BucketDoesNotExistException' }),
      ],
      transitions: [],
    },
  ],
});
