import { ALL_BLOCKED, NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import { ALL_USERS, AUTHENTICATED_USERS } from '../../../shared/resources/s3-bucket/acl.ts';
import rule from '../../../shared/rules/s3/s3-bucket-acl-public.ts';
import { trailRecord } from '../../support/events.ts';
import { accountWith, trails } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

/** The account blocks nothing. */
const OPEN_ACCOUNT = { account: accountWith(), trails: trails() };

const owner = { grantee: 'beef'.repeat(16), permission: 'FULL_CONTROL' };
const logs = { grantee: 'http://acs.amazonaws.com/groups/s3/LogDelivery', permission: 'WRITE' };
const readers = { grantee: ALL_USERS, permission: 'READ' };
const members = { grantee: AUTHENTICATED_USERS, permission: 'WRITE_ACP' };

const put = (request: object, at = '2026-03-02T09:00:00Z') =>
  trailRecord('s3:PutBucketAcl', {
    at,
    request: { bucketName: 'reports', acl: '', Host: 'reports.s3.eu-west-1.amazonaws.com', ...request },
  });
const xml = (Grant: unknown) => ({
  AccessControlPolicy: { Owner: { ID: owner.grantee }, AccessControlList: Grant === '' ? '' : { Grant } },
});
const group = (URI: string, permission: string) => ({ Grantee: { 'xsi:type': 'Group', URI }, Permission: permission });
const user = { Grantee: { 'xsi:type': 'CanonicalUser', ID: owner.grantee }, Permission: 'FULL_CONTROL' };
const closed = put({ 'x-amz-acl': 'private' }, '2026-03-02T11:00:00Z');
const reads = 'The access control list lets anyone read (READ), unless the account blocks public access (not known).';
const writes =
  'The access control list lets anyone make changes (WRITE), unless the account blocks public access (not known).';

export default casesOf(rule, {
  compliant: [
    {
      name: 'public grants that the account ignores',
      neighbours: { account: accountWith(ALL_BLOCKED) },
      state: { acl: [readers], blockPublicAccess: NOTHING_BLOCKED },
    },
    { name: "no grants but the owner's", state: { acl: [owner] } },
    { name: 'log delivery is not the public', state: { acl: [logs] } },
    {
      name: 'public grants that Block Public Access ignores',
      state: { acl: [readers], blockPublicAccess: ALL_BLOCKED },
    },
    {
      name: 'any grants that Block Public Access ignores',
      state: { blockPublicAccess: { ...NOTHING_BLOCKED, ignorePublicAcls: true } },
    },
    {
      name: 'a bucket that is public on purpose',
      id: 'website',
      state: { acl: [readers] },
      options: { publicBuckets: ['website'] },
    },
  ],
  drifted: [
    {
      name: 'a bucket that receives the log files of a trail',
      neighbours: { account: accountWith(), trails: trails({ audit: { bucket: 'example' } }) },
      state: { acl: [owner, readers] },
      violations: [{ message: 'logs', path: 'AllUsers READ', data: { who: 'anyone', permission: 'READ' } }],
    },
    {
      name: 'the public grants are taken out, and no others',
      neighbours: OPEN_ACCOUNT,
      state: { acl: [owner, readers, members, logs] },
      violations: [
        { message: 'readable', path: 'AllUsers READ', data: { who: 'anyone', permission: 'READ' } },
        {
          message: 'writable',
          path: 'AuthenticatedUsers WRITE_ACP',
          data: { who: 'anyone with an AWS account', permission: 'WRITE_ACP' },
        },
      ],
      plan: [{ type: 's3.put-bucket-acl', params: { before: [owner, readers, members, logs], after: [owner, logs] } }],
    },
    {
      name: 'refusing public ACLs does not close one that is there',
      neighbours: OPEN_ACCOUNT,
      state: {
        acl: [{ ...readers, permission: 'FULL_CONTROL' }],
        blockPublicAccess: { ...ALL_BLOCKED, ignorePublicAcls: false },
      },
      violations: [
        { message: 'writable', path: 'AllUsers FULL_CONTROL', data: { who: 'anyone', permission: 'FULL_CONTROL' } },
      ],
    },
  ],
  unknown: [{ name: 'no event showed the list', state: { policy: null } }],
  events: [
    {
      name: 'a canned list, then private again',
      events: [put({ 'x-amz-acl': 'public-read-write' }), closed],
      transitions: ['opened', 'resolved'],
      resource: 'reports',
    },
    {
      name: 'a canned list in an older record',
      events: [put({ acl: [''], 'x-amz-acl': ['public-read'] })],
      transitions: ['opened'],
      texts: [reads],
    },
    {
      name: 'a canned list below accessControlList',
      events: [put({ accessControlList: { 'x-amz-acl': 'authenticated-read' } })],
      transitions: ['opened'],
      texts: [/anyone with an AWS account read/],
    },
    {
      name: 'many grants as XML',
      events: [put(xml([user, group(ALL_USERS, 'READ'), group(ALL_USERS, 'WRITE')]))],
      transitions: ['opened'],
      texts: [reads, writes],
    },
    {
      name: 'one grant as XML, in the lower case of the console',
      events: [put(xml({ grantee: { uRI: ALL_USERS }, permission: 'READ' })), put(xml(user), '2026-03-02T10:00:00Z')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'the same grant twice is one',
      events: [put(xml([group(ALL_USERS, 'READ'), group(ALL_USERS, 'READ')]))],
      transitions: ['opened'],
      texts: [reads],
    },
    {
      name: 'no grants at all',
      events: [put({ 'x-amz-acl': 'public-read' }), put(xml(''), '2026-03-02T10:00:00Z')],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'grants as headers',
      events: [
        put({
          accessControlList: {
            'x-amz-grant-write': `id="${owner.grantee}", uri="${ALL_USERS}"`,
            'x-amz-grant-read': `uri=${ALL_USERS}`,
          },
        }),
      ],
      transitions: ['opened'],
      texts: [reads, writes],
    },
    {
      name: 'grants as headers at the top',
      events: [put({ 'x-amz-grant-full-control': [`uri=${AUTHENTICATED_USERS}`] })],
      transitions: ['opened'],
      texts: [/make changes \(FULL_CONTROL\)/],
    },
    {
      name: 'a public list that the switch ignores, until it goes',
      events: [
        trailRecord('s3:PutBucketPublicAccessBlock', {
          at: '2026-03-02T08:00:00Z',
          request: { bucketName: 'reports', PublicAccessBlockConfiguration: { IgnorePublicAcls: true } },
        }),
        put({ 'x-amz-acl': 'public-read' }),
        trailRecord('s3:DeleteBucketPublicAccessBlock', {
          at: '2026-03-02T10:00:00Z',
          request: { bucketName: 'reports' },
        }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'born public, then deleted',
      events: [
        trailRecord('s3:CreateBucket', { request: { bucketName: 'reports', 'x-amz-acl': 'public-read' } }),
        trailRecord('s3:DeleteBucket', { at: '2026-03-02T10:00:00Z', request: { bucketName: 'reports' } }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'born private',
      events: [
        trailRecord('s3:CreateBucket', {
          request: { bucketName: 'reports', CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' } },
        }),
      ],
      transitions: [],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('s3:PutBucketAcl', {
          request: { bucketName: 'reports', 'x-amz-acl': 'public-read' },
          errorCode: 'AccessControlListNotSupported',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a request without a list',
      events: [put({})],
      transitions: [],
      unreadable: /PutBucketAcl shows no grants/,
    },
    {
      name: 'a canned list that S3 does not have',
      events: [put({ 'x-amz-acl': 'constructor' })],
      transitions: [],
      unreadable: /shows no grants that can be read/,
    },
    {
      name: 'a grant without its grantee: what is skipped might be public',
      events: [put(xml([user, { Permission: 'READ' }]))],
      transitions: [],
      unreadable: /shows no grants that can be read/,
    },
    {
      name: 'a header that names nobody',
      events: [put({ 'x-amz-grant-read': 'everyone' })],
      transitions: [],
      unreadable: /shows no grants that can be read/,
    },
    {
      name: 'a policy without its list',
      events: [put({ AccessControlPolicy: {} })],
      transitions: [],
      unreadable: /shows no grants that can be read/,
    },
  ],
});
