import { UNSEEN } from '../../../shared/core/kind.ts';
import rule from '../../../shared/rules/s3/s3-logging-off.ts';
import { bucketCall } from '../../support/bucket-protection.ts';
import { trailRecord } from '../../support/events.ts';
import { trails } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const logging = { bucket: 'access-logs', prefix: 'reports/' };
const LoggingEnabled = { TargetBucket: 'access-logs', TargetPrefix: 'reports/' };
const put = (minute: number, on: boolean, parts: object = {}) =>
  bucketCall('PutBucketLogging', minute, { BucketLoggingStatus: on ? { LoggingEnabled } : '', logging: '' }, parts);
const none = { trails: trails() };
const audit = { trails: trails({ audit: { bucket: 'reports' } }) };
const at = { id: 'reports' };

export default casesOf(rule, {
  compliant: [
    { ...at, name: 'requests are logged', state: { logging }, neighbours: audit },
    { ...at, name: 'a bucket that never logged', state: { logging: null }, neighbours: none },
  ],
  drifted: [
    {
      ...at,
      name: 'logging is switched off',
      baseline: { logging },
      state: { logging: null },
      neighbours: none,
      violations: [{ message: 'off', path: 'logging', data: {} }],
      plan: [{ type: 's3.put-access-logging', params: { before: null, after: logging } }],
    },
    {
      ...at,
      name: 'the bucket of a trail',
      state: { logging: null },
      neighbours: audit,
      violations: [{ message: 'trail', path: 'logging', data: { trail: 'audit' } }],
      cannot: /where the bucket logged/,
    },
    {
      ...at,
      name: 'a bucket that has to log',
      options: { required: ['rep*'] },
      state: { logging: null },
      neighbours: none,
      violations: [{ message: 'off', path: 'logging', data: {} }],
      cannot: /where the bucket logged/,
    },
  ],
  unknown: [
    { ...at, name: 'no event showed it', state: {}, neighbours: none },
    { ...at, name: 'it may be the bucket of a trail', state: { logging: null }, neighbours: { trails: UNSEEN } },
  ],
  events: [
    {
      name: 'logging is switched on, off and on',
      events: [put(0, true), put(1, false), put(2, true)],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a new bucket becomes that of a trail, and is deleted',
      events: [
        bucketCall('CreateBucket', 0, {}),
        trailRecord('cloudtrail:CreateTrail', {
          at: '2026-03-02T09:01:00Z',
          request: { name: 'audit', s3BucketName: 'reports' },
          response: { name: 'audit', s3BucketName: 'reports' },
        }),
        bucketCall('DeleteBucket', 2, {}),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [put(0, true), put(1, false, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
