import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import rule from '../../../shared/rules/s3/s3-bucket-block-public-access-off.ts';
import { trailRecord } from '../../support/events.ts';
import { trails } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const put = (configuration: unknown, at?: string) =>
  trailRecord('s3:PutBucketPublicAccessBlock', {
    ...(at ? { at } : {}),
    request: {
      publicAccessBlock: '',
      bucketName: 'reports',
      PublicAccessBlockConfiguration: configuration,
      Host: 'reports.s3.eu-west-1.amazonaws.com',
    },
  });
const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const removed = trailRecord('s3:DeleteBucketPublicAccessBlock', {
  request: { publicAccessBlock: '', bucketName: 'reports', Host: 'reports.s3.eu-west-1.amazonaws.com' },
});

export default casesOf(rule, {
  compliant: [
    { name: 'all four switches on', state: { blockPublicAccess: ALL_BLOCKED } },
    {
      name: 'a bucket that is public on purpose',
      id: 'website',
      state: { blockPublicAccess: NOTHING_BLOCKED },
      options: { publicBuckets: ['website'] },
    },
  ],
  drifted: [
    {
      name: 'a bucket that receives the log files of a trail',
      neighbours: { trails: trails({ audit: { bucket: 'example' } }) },
      state: { blockPublicAccess: { ...ALL_BLOCKED, blockPublicAcls: false } },
      violations: [{ message: 'logs', path: 'blockPublicAccess', data: { switches: 'blockPublicAcls' } }],
    },
    {
      name: 'one switch off',
      state: { blockPublicAccess: { ...ALL_BLOCKED, restrictPublicBuckets: false } },
      violations: [{ message: 'off', path: 'blockPublicAccess', data: { switches: 'restrictPublicBuckets' } }],
      plan: [
        {
          type: 's3.put-block-public-access',
          params: { before: { ...ALL_BLOCKED, restrictPublicBuckets: false }, after: ALL_BLOCKED },
        },
      ],
    },
  ],
  unknown: [{ name: 'no event showed the switches', state: { policy: null } }],
  events: [
    {
      name: 'switched off and on again',
      events: [put({ ...on, IgnorePublicAcls: false }), put(on, '2026-03-02T11:00:00Z')],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    { name: 'a switch that is left out is off', events: [put({ BlockPublicAcls: 'true' })], transitions: ['opened'] },
    { name: 'the configuration deleted', events: [removed], transitions: ['opened'] },
    {
      name: 'the bucket deleted ends it',
      events: [
        removed,
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T12:00:00Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a call without a bucket is about the account',
      events: [
        trailRecord('s3:DeleteBucketPublicAccessBlock', {
          request: { publicAccessBlock: [''], host: ['s3.amazonaws.com'] },
        }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('s3:DeleteBucketPublicAccessBlock', {
          request: { bucketName: 'reports' },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a request without its configuration',
      events: [put(undefined)],
      transitions: [],
      unreadable: /shows no configuration/,
    },
    {
      name: 'no request at all',
      events: [trailRecord('s3:PutBucketPublicAccessBlock')],
      transitions: [],
      unreadable: /PutBucketPublicAccessBlock names no bucket/,
    },
  ],
});
