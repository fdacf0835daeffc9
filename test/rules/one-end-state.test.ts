import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { track } from '../replay/histories.ts';
import { type RecordParts, trailRecord } from '../support/events.ts';

type EventId = `${string}:${string}`;
type Call = readonly [event: EventId, request: object, response?: object];

/** Calls that lead to the same state in AWS, and what may have happened before. */
interface Group {
  readonly end: string;
  readonly calls: readonly Call[];
  readonly pasts: readonly (readonly Call[])[];
}

const UNKNOWN: readonly Call[] = [];

const bucket = { bucketName: 'reports' };
const encrypt = (Rule: object): Call => [
  's3:PutBucketEncryption',
  { ...bucket, ServerSideEncryptionConfiguration: { Rule } },
];
const KMS = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d' };
const blocked = (on: boolean) => ({
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: on,
    IgnorePublicAcls: on,
    BlockPublicPolicy: on,
    RestrictPublicBuckets: on,
  },
});

const group = { groupId: 'sg-0123456789abcdef0' };
const ports = { ipProtocol: 'tcp', fromPort: 22, toPort: 22 };
const nested = (permission: object, source: object = { ipRanges: { items: [{ cidrIp: '0.0.0.0/0' }] } }) => ({
  ...group,
  ipPermissions: { items: [{ ...ports, ...source, ...permission }] },
});
const answered = (rule: object) => ({
  securityGroupRuleSet: {
    items: [{ ...group, isEgress: false, ...ports, securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa', ...rule }],
  },
});
const AUTHORIZE = 'ec2:AuthorizeSecurityGroupIngress';
const REVOKE = 'ec2:RevokeSecurityGroupIngress';
const opened: Call = [AUTHORIZE, nested({}), answered({ cidrIpv4: '0.0.0.0/0' })];
const madeGroup: Call = ['ec2:CreateSecurityGroup', { groupName: 'web' }, group];

const snapshot = { snapshotId: 'snap-0123456789abcdef0' };
const shares = (change: object): Call => [
  'ec2:ModifySnapshotAttribute',
  { ...snapshot, attributeType: 'CREATE_VOLUME_PERMISSION', createVolumePermission: change },
];
const everybody = { items: [{ group: 'all' }] };
const madeSnapshot: Call = ['ec2:CreateSnapshot', { volumeId: 'vol-0123456789abcdef0' }, snapshot];
const madeSnapshots: Call = [
  'ec2:CreateSnapshots',
  { CreateSnapshotsRequest: {} },
  { CreateSnapshotsResponse: { snapshotSet: { item: snapshot } } },
];

const trail = { name: 'audit' };
const madeTrail = (settings: object): Call => ['cloudtrail:CreateTrail', { ...trail, ...settings }, trail];
const arn = { name: 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit' };
const management = (more: readonly object[] = []) => ({
  advancedEventSelectors: [{ fieldSelectors: [{ field: 'eventCategory', equals: ['Management'] }, ...more] }],
});

const flowLog = { CreateFlowLogsResponse: { flowLogIdSet: { item: 'fl-0aaa0000' } } };
const madeFlowLog: Call = [
  'ec2:CreateFlowLogs',
  {
    CreateFlowLogsRequest: {
      ResourceId: { tag: 1, content: 'vpc-0aaa0000' },
      TrafficType: 'ALL',
      LogDestination: 'arn:aws:s3:::logs',
    },
  },
  flowLog,
];

const GROUPS: readonly Group[] = [
  {
    end: 'a bucket with keys of S3',
    calls: [
      ['s3:DeleteBucketEncryption', bucket],
      encrypt({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }),
      encrypt({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: true }),
      encrypt({ BlockedEncryptionTypes: { EncryptionType: 'SSE-C' } }),
      encrypt({ BucketKeyEnabled: false }),
    ],
    pasts: [
      UNKNOWN,
      [['s3:CreateBucket', bucket]],
      [['s3:PutBucketPolicy', { ...bucket, bucketPolicy: { Version: '2012-10-17', Statement: [] } }]],
      [encrypt({ ApplyServerSideEncryptionByDefault: KMS })],
      [encrypt({ ApplyServerSideEncryptionByDefault: KMS, BucketKeyEnabled: true })],
      [encrypt({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } })],
      [encrypt({ ApplyServerSideEncryptionByDefault: KMS }), ['s3:DeleteBucketEncryption', bucket]],
    ],
  },
  {
    end: 'a bucket that blocks nothing',
    calls: [
      ['s3:DeleteBucketPublicAccessBlock', { ...bucket, publicAccessBlock: '' }],
      ['s3:PutBucketPublicAccessBlock', { ...bucket, publicAccessBlock: '', ...blocked(false) }],
    ],
    pasts: [UNKNOWN, [['s3:PutBucketPublicAccessBlock', { ...bucket, publicAccessBlock: '', ...blocked(true) }]]],
  },
  {
    end: 'a group that lets SSH in',
    calls: [
      [AUTHORIZE, { ...group, ...ports, ipPermissions: {}, cidrIp: '0.0.0.0/0' }],
      [AUTHORIZE, nested({})],
      [AUTHORIZE, nested({ ipProtocol: '6' })],
      [AUTHORIZE, nested({ ipProtocol: 'TCP', fromPort: '22', toPort: '22' })],
      [AUTHORIZE, nested({}), answered({ cidrIpv4: '0.0.0.0/0' })],
    ],
    pasts: [UNKNOWN, [madeGroup], [[AUTHORIZE, nested({ fromPort: 443, toPort: 443 })]]],
  },
  {
    end: 'a group that lets SSH in over IPv6',
    calls: ['::/0', '0:0:0:0:0:0:0:0/0'].map(
      (cidrIpv6): Call => [AUTHORIZE, nested({}, { ipv6Ranges: { items: [{ cidrIpv6 }] } })],
    ),
    pasts: [UNKNOWN, [madeGroup]],
  },
  {
    end: 'a group that lets GRE in',
    calls: [
      [AUTHORIZE, nested({ ipProtocol: '47', fromPort: undefined, toPort: undefined })],
      [AUTHORIZE, nested({ ipProtocol: '47', fromPort: -1, toPort: -1 })],
      [AUTHORIZE, nested({ ipProtocol: '47', fromPort: 0, toPort: 65535 })],
      [AUTHORIZE, nested({ ipProtocol: 'gre' })],
    ],
    pasts: [UNKNOWN, [madeGroup], [opened]],
  },
  {
    end: 'a group that lets no SSH in any more',
    calls: [
      [REVOKE, nested({})],
      [REVOKE, { ...group, ...ports, ipPermissions: {}, cidrIp: '0.0.0.0/0' }],
      [REVOKE, { ...group, securityGroupRuleIds: { items: [{ securityGroupRuleId: 'sgr-0aaaaaaaaaaaaaaaa' }] } }],
    ],
    pasts: [UNKNOWN, [opened], [madeGroup, opened]],
  },
  {
    end: 'a snapshot that everybody can use',
    calls: [
      shares({ add: everybody }),
      ['ec2:ModifySnapshotAttribute', { ...snapshot, createVolumePermission: { add: everybody } }],
      [
        'ec2:ModifySnapshotAttribute',
        { ...snapshot, attributeType: 'CREATE_VOLUME_PERMISSION', operationType: 'add', groupNames: ['all'] },
      ],
    ],
    pasts: [UNKNOWN, [madeSnapshot], [madeSnapshots]],
  },
  {
    // Where the past is not known, only the reset shows that nobody is left.
    end: 'a snapshot that is shared with nobody again',
    calls: [shares({ remove: everybody }), ['ec2:ResetSnapshotAttribute', snapshot]],
    pasts: [
      [madeSnapshot, shares({ add: everybody })],
      [madeSnapshots, shares({ add: everybody })],
    ],
  },
  {
    end: 'a trail without a KMS key',
    calls: [
      ['cloudtrail:UpdateTrail', { ...trail, kmsKeyId: '' }],
      ['cloudtrail:UpdateTrail', { ...arn, kmsKeyId: '' }],
      ['cloudtrail:UpdateTrail', { ...trail, kmsKeyId: '' }, { ...trail, isMultiRegionTrail: true }],
    ],
    pasts: [UNKNOWN, [madeTrail({})], [madeTrail({ kmsKeyId: 'alias/logs' })]],
  },
  {
    end: 'a trail of read calls only',
    calls: [
      ['cloudtrail:PutEventSelectors', { ...trail, eventSelectors: [{ readWriteType: 'ReadOnly' }] }],
      ['cloudtrail:PutEventSelectors', { ...trail, ...management([{ field: 'readOnly', equals: ['true'] }]) }],
    ],
    pasts: [UNKNOWN, [madeTrail({ isMultiRegionTrail: true })]],
  },
  {
    end: 'a VPC without its flow log',
    calls: [
      ['ec2:DeleteFlowLogs', { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: 'fl-0aaa0000' } } }],
      ['ec2:DeleteFlowLogs', { flowLogId: ['fl-0aaa0000'] }],
    ],
    pasts: [UNKNOWN, [madeFlowLog]],
  },
];

const at = (minute: number) => `2026-03-02T09:${String(minute).padStart(2, '0')}:00Z`;

function recordOf([event, request, response]: Call, minute: number) {
  const parts: RecordParts = { at: at(minute), request, response: response ?? { _return: true } };
  return trailRecord(event, parts);
}

/** What every rule says after the last call, without the call itself and the spelling of its parameters. */
async function verdictAfter(calls: readonly Call[]) {
  const { tracker, unreadable } = await track(
    defaultSettings(rules),
    calls.map((call, index) => recordOf(call, index)),
  );
  const findings = tracker.findings().map(({ rule, status, severity, resource, violations }) => ({
    rule,
    status,
    severity,
    resource: resource.id,
    violations: violations.map(({ path, message }) => `${path} ${message}`).sort(),
  }));
  return { findings, undetermined: tracker.undetermined(), unreadable };
}

describe.each(GROUPS)('$end', ({ calls, pasts }) => {
  test.each(pasts.map((past) => [past.map(([event]) => event).join(', ') || 'nothing known', past] as const))(
    'is judged alike, by whichever call it was reached, after: %s',
    async (_, past) => {
      const [first, ...others] = await Promise.all(calls.map((call) => verdictAfter([...past, call])));
      expect(first?.unreadable).toEqual([]);
      for (const other of others) expect(other).toEqual(first);
    },
  );
});
