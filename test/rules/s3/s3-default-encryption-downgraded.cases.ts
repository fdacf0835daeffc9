import rule from '../../../shared/rules/s3/s3-default-encryption-downgraded.ts';
import { ACCOUNT, REGION, trailRecord } from '../../support/events.ts';
import { kmsKeys } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

const keyIn = (account: string, id: string) => `arn:aws:kms:${REGION}:${account}:key/${id}`;
const ID = '0a1b2c3d-0000-4000-8000-000000000001';
const OTHER_ID = '0a1b2c3d-0000-4000-8000-000000000002';
const KEY = keyIn(ACCOUNT, ID);
const OTHER = keyIn(ACCOUNT, OTHER_ID);
const FOREIGN = keyIn('444455556666', ID);

const kms = { algorithm: 'aws:kms', key: KEY, bucketKey: true } as const;
const managed = { algorithm: 'aws:kms', bucketKey: true } as const;
const s3Keys = { algorithm: 'AES256', bucketKey: false } as const;
const weaker = (after: string) => [
  { message: 'weaker' as const, path: 'encryption', data: { after, before: `aws:kms, key ${KEY}, with a bucket key` } },
];

const put = (Rule: unknown, at = '2026-03-02T09:00:00Z') =>
  trailRecord('s3:PutBucketEncryption', {
    at,
    request: { encryption: '', bucketName: 'reports', ServerSideEncryptionConfiguration: { Rule } },
  });
const kmsRule = (KMSMasterKeyID?: string, BucketKeyEnabled: unknown = true) => ({
  ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', ...(KMSMasterKeyID ? { KMSMasterKeyID } : {}) },
  BucketKeyEnabled,
});
const s3Rule = { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } };
const removed = (at = '2026-03-02T10:00:00Z') =>
  trailRecord('s3:DeleteBucketEncryption', { at, request: { encryption: '', bucketName: 'reports' } });

export default casesOf(rule, {
  compliant: [
    { name: 'the same key', state: { encryption: kms }, baseline: { encryption: kms } },
    { name: 'the same key by its id', state: { encryption: { ...kms, key: ID } }, baseline: { encryption: kms } },
    { name: 'a KMS key where keys of S3 were', state: { encryption: kms }, baseline: { encryption: s3Keys } },
    { name: 'keys of S3, as before', state: { encryption: s3Keys }, baseline: { encryption: s3Keys } },
    { name: 'first met with keys of S3', state: { encryption: s3Keys } },
    {
      name: 'another key, which is approved',
      state: { encryption: { ...kms, key: OTHER } },
      baseline: { encryption: kms },
      options: { approvedKeys: [OTHER_ID] },
    },
    {
      name: 'an approved key, whatever was before',
      state: { encryption: kms },
      baseline: {},
      options: { approvedKeys: [KEY] },
    },
    {
      name: 'the AWS managed key, approved',
      state: { encryption: managed },
      options: { approvedKeys: ['alias/aws/s3'] },
    },
    {
      name: 'a key of a trusted account',
      state: { encryption: { ...kms, key: FOREIGN } },
      trusted: { accounts: ['444455556666'] },
    },
    {
      name: 'a foreign key, approved',
      state: { encryption: { ...kms, key: FOREIGN } },
      options: { approvedKeys: [FOREIGN] },
    },
    {
      name: 'two layers, which have no bucket key',
      state: { encryption: { ...kms, algorithm: 'aws:kms:dsse', bucketKey: false } },
      baseline: { encryption: kms },
    },
  ],
  drifted: [
    ...(
      [
        [{ enabled: false, deletion: { date: '2026-03-09' } }, /scheduled for deletion. Cancel its deletion first/],
        [{ enabled: false, deletion: null }, /is disabled. Enable it first/],
        [undefined, /no longer exists/],
      ] as const
    ).map(([key, cannot]) => ({
      name: `from a KMS key to keys of S3, where the key is ${JSON.stringify(key)}`,
      state: { encryption: s3Keys },
      baseline: { encryption: kms },
      neighbours: { keys: kmsKeys(key ? { [ID]: key } : {}) },
      violations: weaker('AES256'),
      cannot,
    })),
    {
      name: 'from a KMS key to keys of S3',
      state: { encryption: s3Keys },
      baseline: { encryption: kms },
      violations: weaker('AES256'),
      plan: [{ type: 's3.put-bucket-encryption', params: { before: s3Keys, after: kms } }],
    },
    {
      name: 'from two layers to one',
      state: { encryption: managed },
      baseline: { encryption: { algorithm: 'aws:kms:dsse', bucketKey: false } },
      violations: [
        {
          message: 'weaker',
          path: 'encryption',
          data: {
            after: 'aws:kms, the AWS managed key, with a bucket key',
            before: 'aws:kms:dsse, the AWS managed key',
          },
        },
      ],
    },
    {
      name: "from two layers to one, with a stranger's key",
      state: { encryption: { ...kms, key: FOREIGN } },
      baseline: { encryption: { algorithm: 'aws:kms:dsse', key: KEY, bucketKey: false } },
      violations: [
        { message: 'foreignKey', path: 'key', data: { account: '444455556666' } },
        {
          message: 'weaker',
          path: 'encryption',
          data: { after: `aws:kms, key ${FOREIGN}, with a bucket key`, before: `aws:kms:dsse, key ${KEY}` },
        },
      ],
    },
    {
      name: 'never a KMS key, where one is required',
      state: { encryption: s3Keys },
      baseline: { encryption: s3Keys },
      options: { requireKms: true },
      violations: [{ message: 'withoutKms', path: 'encryption', data: {} }],
      cannot: /right encryption of the bucket is not known/,
    },
    {
      name: 'another key than before',
      state: { encryption: { ...kms, key: OTHER } },
      baseline: { encryption: kms },
      violations: [
        {
          message: 'changedKey',
          path: 'key',
          data: { after: `aws:kms, key ${OTHER}, with a bucket key`, before: `aws:kms, key ${KEY}, with a bucket key` },
        },
      ],
      plan: [{ type: 's3.put-bucket-encryption', params: { before: { ...kms, key: OTHER }, after: kms } }],
    },
    {
      name: 'a key that is not approved, where none is known to go back to',
      state: { encryption: managed },
      baseline: {},
      options: { approvedKeys: [ID] },
      violations: [
        { message: 'unapprovedKey', path: 'key', data: { after: 'aws:kms, the AWS managed key, with a bucket key' } },
      ],
      cannot: /is not known/,
    },
    {
      name: "an approved alias is the account's own, not one of the same name elsewhere",
      state: { encryption: { ...kms, key: `arn:aws:kms:${REGION}:444455556666:alias/reports` } },
      baseline: { encryption: s3Keys },
      options: { approvedKeys: ['alias/reports'] },
      violations: [{ message: 'foreignKey', path: 'key', data: { account: '444455556666' } }],
      plan: [
        {
          type: 's3.put-bucket-encryption',
          params: { before: { ...kms, key: `arn:aws:kms:${REGION}:444455556666:alias/reports` }, after: s3Keys },
        },
      ],
    },
    {
      name: 'the bucket key switched off, beside a new key that is approved',
      state: { encryption: { algorithm: 'aws:kms', key: OTHER, bucketKey: false } },
      baseline: { encryption: kms },
      options: { approvedKeys: [KEY, OTHER] },
      violations: [{ message: 'bucketKeyOff', path: 'bucketKey', data: {} }],
      plan: [
        {
          type: 's3.put-bucket-encryption',
          params: {
            before: { algorithm: 'aws:kms', key: OTHER, bucketKey: false },
            after: { algorithm: 'aws:kms', key: OTHER, bucketKey: true },
          },
        },
      ],
    },
  ],
  unknown: [
    { name: 'no event showed the encryption', state: { policy: null } },
    { name: 'keys of S3, and what was before is not known', state: { encryption: s3Keys }, baseline: {} },
    { name: 'a KMS key, and what was before is not known', state: { encryption: kms }, baseline: {} },
    {
      name: 'an alias where a key was',
      state: { encryption: { ...kms, key: 'alias/reports' } },
      baseline: { encryption: kms },
    },
  ],
  events: [
    {
      name: 'downgraded, and put back',
      events: [
        put(kmsRule(KEY)),
        put(s3Rule, '2026-03-02T10:00:00Z'),
        put([kmsRule(KEY, 'true')], '2026-03-02T11:00:00Z'),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
      doubt: /No event showed the old encryption/,
    },
    {
      name: 'removed, where a KMS key was',
      events: [put(kmsRule(KEY)), removed()],
      transitions: ['opened'],
      texts: [
        `New objects are encrypted with AES256, which is weaker than before (aws:kms, key ${KEY}, with a bucket key).`,
      ],
    },
    {
      name: 'removed, and nobody knows what',
      events: [removed()],
      transitions: [],
      doubt: /No event showed the old encryption/,
    },
    {
      name: 'a rule that blocks an encryption type and names no algorithm, then the key again',
      events: [
        put(kmsRule(KEY)),
        put({ BlockedEncryptionTypes: { EncryptionType: 'SSE-C' } }, '2026-03-02T10:00:00Z'),
        put({ ...kmsRule(KEY), BlockedEncryptionTypes: { EncryptionType: 'SSE-C' } }, '2026-03-02T11:00:00Z'),
      ],
      transitions: ['opened', 'resolved'],
      texts: [/encrypted with AES256, which is weaker than before/],
    },
    {
      name: 'a default without content',
      events: [put(kmsRule(KEY)), put({ ApplyServerSideEncryptionByDefault: {} }, '2026-03-02T10:00:00Z')],
      transitions: ['opened'],
      texts: [/encrypted with AES256, which is weaker than before/],
    },
    {
      name: 'keys of S3 chosen for a new bucket, which has them already',
      events: [
        trailRecord('s3:CreateBucket', { at: '2026-03-02T08:00:00Z', request: { bucketName: 'reports' } }),
        put(s3Rule),
      ],
      transitions: [],
    },
    {
      name: "a stranger's key, whatever was before",
      events: [put(kmsRule(FOREIGN))],
      transitions: ['opened'],
      texts: [/a key of account 444455556666/],
    },
    {
      name: 'a bucket key left out is off',
      events: [put(kmsRule(KEY)), put(kmsRule(KEY, ''), '2026-03-02T10:00:00Z')],
      transitions: ['opened'],
      texts: [/bucket key was switched off/],
    },
    {
      name: 'keys of S3 chosen, as far as anybody knows',
      events: [put(s3Rule)],
      transitions: [],
      doubt: /No event showed the old encryption/,
    },
    {
      name: 'the bucket deleted',
      events: [
        put(kmsRule(KEY)),
        removed(),
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:05Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('s3:DeleteBucketEncryption', { request: { bucketName: 'reports' }, errorCode: 'AccessDenied' }),
      ],
      transitions: [],
    },
    {
      name: 'a default without an algorithm',
      events: [put({ ApplyServerSideEncryptionByDefault: { KMSMasterKeyID: KEY } })],
      transitions: [],
      unreadable: /PutBucketEncryption shows no algorithm/,
    },
    {
      name: 'a configuration without a rule',
      events: [put('')],
      transitions: [],
      unreadable: /PutBucketEncryption shows no encryption rule/,
    },
  ],
});
