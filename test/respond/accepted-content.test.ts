import { describe, expect, test } from 'vitest';
import { UNSEEN } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { accountRoot, createStage, PARTNER, refOf, STRANGER, type Stage } from '../attacks/stage.ts';
import { ACCOUNT } from '../support/events.ts';

/*
 * Who accepts a violation accepts what it gives. The same statement can give more later, under the same id.
 */

const UNTIL = '2026-04-01';
const OTHER = '888877776666';
const share = (Principal: unknown, parts: object = {}) => ({
  Sid: 'Share',
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::site/shared/*',
  ...parts,
});
const policyOf = (...Statement: readonly object[]) => ({ Version: '2012-10-17', Statement });
const OPEN = {
  blockPublicAcls: false,
  ignorePublicAcls: false,
  blockPublicPolicy: false,
  restrictPublicBuckets: false,
};
const OWN = share({ AWS: accountRoot(ACCOUNT) }, { Sid: 'Own' });
const bucket = (...statements: readonly object[]) => ({
  policy: policyOf(OWN, ...statements),
  blockPublicAccess: OPEN,
});
const limited = { Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } };
const key = (Principal: unknown, Action: unknown) => ({
  enabled: true,
  deletion: null,
  policy: policyOf(
    { Sid: 'Own', Effect: 'Allow', Principal: { AWS: accountRoot(ACCOUNT) }, Action: 'kms:*', Resource: '*' },
    { Sid: 'Share', Effect: 'Allow', Principal, Action, Resource: '*' },
  ),
});
const role = (parts: object) => ({
  trust: policyOf({
    Sid: 'X',
    Effect: 'Allow',
    Principal: { AWS: accountRoot(STRANGER) },
    Action: 'sts:AssumeRole',
    ...parts,
  }),
  inline: exactly([]),
  attached: exactly([]),
  versions: UNSEEN,
});
const lambda = (Action: unknown) => ({
  environment: [],
  policy: exactly([
    {
      sid: 'door',
      statement: {
        Sid: 'door',
        Effect: 'Allow',
        Principal: '*',
        Action,
        Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:fn',
      },
    },
  ]),
});

const PUBLIC = 's3-bucket-policy-public';
const EXTERNAL = 's3-bucket-policy-external-account';
const BUCKET = refOf('s3-bucket', 'site');
const KEY = refOf('kms-key', '0a1b2c3d-1111-4222-8333-444455556666');
const ROLE = refOf('iam-entity', 'role/app', 'us-east-1');
const stranger = { AWS: accountRoot(STRANGER) };

const WIDER: readonly (readonly [string, string, Ref, object, object])[] = [
  ['more actions', PUBLIC, BUCKET, bucket(share('*')), bucket(share('*', { Action: 's3:*' }))],
  ['more objects', PUBLIC, BUCKET, bucket(share('*')), bucket(share('*', { Resource: 'arn:aws:s3:::site/*' }))],
  ['no condition', PUBLIC, BUCKET, bucket(share('*', limited)), bucket(share('*'))],
  [
    'another stranger',
    EXTERNAL,
    BUCKET,
    bucket(share(stranger)),
    bucket(share({ AWS: [accountRoot(STRANGER), OTHER] })),
  ],
  ['more of a key', 'kms-policy-public', KEY, key(stranger, 'kms:Decrypt'), key(stranger, 'kms:*')],
  [
    'no external id',
    'iam-role-trust-opened',
    ROLE,
    role({ Condition: { StringEquals: { 'sts:ExternalId': 'a1b2' } } }),
    role({}),
  ],
  [
    'more of a function',
    'lambda-policy-public',
    refOf('lambda-function', 'fn'),
    lambda('lambda:InvokeFunction'),
    lambda('lambda:*'),
  ],
  [
    'fewer days of logs',
    'log-group-deleted-or-short-retention',
    refOf('log-group', '/shop/orders'),
    { retention: 30, logGroupClass: 'STANDARD' },
    { retention: 1, logGroupClass: 'STANDARD' },
  ],
];

async function exempted(rule: string, ref: Ref, accepted: object): Promise<Stage> {
  const stage = createStage({
    rules: [rule],
    remediation: 'approve',
    settings: { trusted: { accounts: [PARTNER] } },
  });
  await stage.put(ref, accepted);
  expect(await stage.exempt(rule, ref, UNTIL)).toMatchObject({ ok: true });
  expect((await stage.finding(rule, ref)).status).toBe('exempt');
  return stage;
}

describe('an exemption covers what was seen, and not what the same part gives later', () => {
  test.each(WIDER)('%s (%s)', async (_, rule, ref, accepted, wider) => {
    const stage = await exempted(rule, ref, accepted);
    await stage.look(ref);
    expect((await stage.finding(rule, ref)).status).toBe('exempt');
    await stage.put(ref, wider);
    expect((await stage.finding(rule, ref)).status).toBe('open');
    expect(stage.types()).toContain('reopened');
    expect(stage.read()).toContain('does not cover what is wrong now');
    await stage.put(ref, accepted);
    expect((await stage.finding(rule, ref)).status, 'what was accepted is accepted again').toBe('exempt');
  });

  test('somebody who is trusted comes into the same statement: it stays accepted', async () => {
    const stage = await exempted(EXTERNAL, BUCKET, bucket(share(stranger)));
    await stage.put(BUCKET, bucket(share({ AWS: [accountRoot(STRANGER), accountRoot(PARTNER)] })));
    expect((await stage.finding(EXTERNAL, BUCKET)).status).toBe('exempt');
  });

  test('a tag', async () => {
    const stage = createStage({ rules: [PUBLIC], remediation: 'approve', settings: { trusted: { accounts: [] } } });
    Object.assign(stage.world.tags, { 'plumbline:exempt': 'until=2026-12-31 owner=web@example.com reason=website' });
    await stage.put(BUCKET, bucket(share('*')));
    const { status } = await stage.finding(PUBLIC, BUCKET);
    await stage.put(BUCKET, bucket(share('*', { Action: 's3:*' })));
    expect([status, (await stage.finding(PUBLIC, BUCKET)).status]).toEqual(['exempt', 'open']);
  });

  test('an undo', async () => {
    const stage = createStage({ rules: [PUBLIC] });
    await stage.put(BUCKET, bucket());
    await stage.put(BUCKET, bucket(share('*')));
    await stage.undo(PUBLIC, BUCKET);
    expect((await stage.finding(PUBLIC, BUCKET)).status).toBe('exempt');
    await stage.put(BUCKET, bucket(share('*', { Action: 's3:*' })));
    expect(stage.types().slice(-2)).toEqual(['reopened', 'remediated']);
    expect(stage.stateOf(BUCKET)).toEqual(bucket());
  });
});

test('a finding that nobody accepts is reported again where the same statement gives more objects', async () => {
  const stage = createStage({ rules: [EXTERNAL] });
  await stage.put(BUCKET, bucket());
  await stage.put(BUCKET, bucket(share(stranger)));
  await stage.put(BUCKET, bucket(share(stranger, { Resource: 'arn:aws:s3:::site/*' })));
  expect(stage.types()).toContain('changed');
});
