import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import rule from '../../../shared/rules/s3/s3-account-block-public-access-off.ts';
import { ACCOUNT, type RecordParts, trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const Host = `${ACCOUNT}.s3-control.eu-west-1.amazonaws.com`;
const on = { BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true };
const put = (configuration: unknown, parts: RecordParts = {}) =>
  trailRecord('s3:PutAccountPublicAccessBlock', {
    ...parts,
    request: { publicAccessBlock: '', PublicAccessBlockConfiguration: configuration, Host },
  });
const removed = trailRecord('s3:DeleteAccountPublicAccessBlock', { request: { publicAccessBlock: '', Host } });
const policySwitchOff = { ...ALL_BLOCKED, blockPublicPolicy: false };

export default casesOf(rule, {
  compliant: [
    { name: 'all four switches on', state: { blockPublicAccess: ALL_BLOCKED } },
    {
      name: 'a switch off that need not be on',
      state: { blockPublicAccess: policySwitchOff },
      options: { switches: ['blockPublicAcls', 'ignorePublicAcls'] },
    },
  ],
  drifted: [
    {
      name: 'one switch off',
      state: { blockPublicAccess: policySwitchOff },
      violations: [{ message: 'off', path: 'blockPublicAccess', data: { switches: 'blockPublicPolicy' } }],
      plan: [
        {
          type: 's3.put-account-block-public-access',
          params: { before: policySwitchOff, after: ALL_BLOCKED },
        },
      ],
    },
    {
      name: 'only the switches that must be on are put on',
      state: { blockPublicAccess: NOTHING_BLOCKED },
      options: { switches: ['ignorePublicAcls'] },
      violations: [{ message: 'off', path: 'blockPublicAccess', data: { switches: 'ignorePublicAcls' } }],
      plan: [
        {
          type: 's3.put-account-block-public-access',
          params: { before: NOTHING_BLOCKED, after: { ...NOTHING_BLOCKED, ignorePublicAcls: true } },
        },
      ],
    },
  ],
  unknown: [{ name: 'no event showed the switches', state: {} }],
  events: [
    {
      name: 'deleted, and put back in another region: the settings are the same everywhere',
      events: [removed, put(on, { at: '2026-03-02T11:00:00Z', region: 'us-west-2' })],
      transitions: ['opened', 'resolved'],
      resource: 'account',
    },
    {
      name: 'a switch that is left out is off',
      events: [put({ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true })],
      transitions: ['opened'],
      texts: ['S3 Block Public Access is off for the whole account: restrictPublicBuckets.'],
    },
    {
      name: "an older record, under the bucket's name and without a bucket",
      events: [
        trailRecord('s3:DeleteBucketPublicAccessBlock', {
          request: { publicAccessBlock: [''], host: ['s3.amazonaws.com'] },
        }),
        trailRecord('s3:PutBucketPublicAccessBlock', {
          at: '2026-03-02T11:00:00Z',
          request: { publicAccessBlock: [''], PublicAccessBlockConfiguration: on, host: ['s3.amazonaws.com'] },
        }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the settings of one bucket are not those of the account',
      events: [
        trailRecord('s3:DeleteBucketPublicAccessBlock', { request: { publicAccessBlock: '', bucketName: 'reports' } }),
      ],
      transitions: [],
    },
    {
      name: 'deleted by a call without parameters',
      events: [trailRecord('s3:DeleteAccountPublicAccessBlock')],
      transitions: ['opened'],
    },
    {
      name: 'a refused call',
      events: [trailRecord('s3:DeleteAccountPublicAccessBlock', { request: { Host }, errorCode: 'AccessDenied' })],
      transitions: [],
    },
    {
      name: 'a put without its configuration',
      events: [put(undefined)],
      transitions: [],
      unreadable: /PutAccountPublicAccessBlock shows no configuration/,
    },
  ],
});
