import { describe, expect, test } from 'vitest';
import type { AnyRule } from '../../../shared/core/rule.ts';
import { judge } from '../../../shared/evaluate/judge.ts';
import { NOTHING_BLOCKED } from '../../../shared/resources/common/block-public-access.ts';
import bucketExternal from '../../../shared/rules/s3/s3-bucket-policy-external-account.ts';
import bucketPublic from '../../../shared/rules/s3/s3-bucket-policy-public.ts';
import { accountWith } from '../../support/neighbours.ts';
import { contextOf } from '../../support/test-rule.ts';

const STRANGER = 'arn:aws:iam::999988887777:root';
const PARTNER = 'arn:aws:iam::222233334444:root';

const share = (Principal: unknown, parts: object = {}) => ({
  Sid: 'Share',
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::reports/*',
  ...parts,
});
const bucket = (...Statement: readonly object[]) => ({
  policy: { Version: '2012-10-17', Statement },
  blockPublicAccess: NOTHING_BLOCKED,
});

/** Whom the shared statement names after the plan. */
function namedAfter(rule: AnyRule, before: object, now: object): unknown {
  const given = { name: '', state: now, baseline: before, id: 'reports', trusted: { accounts: ['222233334444'] } };
  const context = contextOf(rule, { ...given, neighbours: { account: accountWith() } });
  const [action] = judge(rule, before, now, context).plan.actions;
  expect(action, 'a plan is made').toBeDefined();
  const { after } = (action?.params ?? {}) as { after: { Statement: readonly { Principal: unknown }[] } | null };
  return after?.Statement[0]?.Principal ?? 'nobody';
}

describe('a plan of one rule puts nothing back to which another rule objects', () => {
  test.each([
    ['everyone', '*', 'nobody'],
    ['everyone by a list', { AWS: ['*'] }, 'nobody'],
    ['everyone beside a partner', { AWS: [PARTNER, '*'] }, 'nobody'],
    ['a partner alone', { AWS: PARTNER }, { AWS: PARTNER }],
  ])('a stranger came in place of %s', (_, was, left) => {
    expect(namedAfter(bucketExternal, bucket(share(was)), bucket(share({ AWS: STRANGER })))).toEqual(left);
  });

  test.each([
    ['Action', { Action: ['s3:GetObject', 's3:PutObject'] }],
    ['Resource', { Resource: ['arn:aws:s3:::reports/*', 'arn:aws:s3:::logs/*'] }],
  ])('a stranger came in place of everyone, and the %s changed too', (_, parts) => {
    expect(namedAfter(bucketExternal, bucket(share('*')), bucket(share({ AWS: STRANGER }, parts)))).toBe('nobody');
  });

  test('a stranger who had more than everyone has now does not get it back', () => {
    const was = share({ AWS: STRANGER });
    const limited = { Condition: { StringLike: { 'aws:Referer': 'https://example.com/*' } } };
    expect(namedAfter(bucketPublic, bucket(was), bucket(share('*', limited)))).toBe('nobody');
  });

  test('whoever was named before everyone was keeps what everyone has', () => {
    expect(namedAfter(bucketPublic, bucket(share({ AWS: PARTNER })), bucket(share('*')))).toEqual({ AWS: PARTNER });
  });
});
