import { describe, expect, test } from 'vitest';
import { exposures } from '../../shared/policy/exposure.ts';
import { byGrantee, type Opening } from '../../shared/policy/openings.ts';
import { parsePolicy } from '../../shared/policy/policy.ts';

const ACCOUNT = '111122223333';
const STRANGER = '999988887777';

type Condition = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const allow = (Principal: unknown, condition: Condition = {}) => ({
  Sid: 'Read',
  Effect: 'Allow',
  Principal,
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::site/*',
  Condition: condition,
});

/** What of a policy is accepted: its openings by path, with their content. */
function openingsOf(...Statement: readonly object[]): Readonly<Record<string, string>> {
  const policy = parsePolicy({ Version: '2012-10-17', Statement });
  const found: readonly Opening[] = byGrantee(exposures(policy, { account: ACCOUNT, trustedOrganizations: [] }));
  expect(found.length).toBeGreaterThan(0);
  return Object.fromEntries(found.map(({ path, extent }) => [path, extent]));
}

describe('what was accepted of a statement is no longer accepted', () => {
  test.each<[string, Condition, Condition]>([
    [
      'a network gets wider',
      { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
      { IpAddress: { 'aws:SourceIp': '198.51.0.0/16' } },
    ],
    [
      'a network is added',
      { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } },
      { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '203.0.113.0/24'] } },
    ],
    [
      'all roles may, and not one',
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/app` } },
      { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${STRANGER}:role/*` } },
    ],
    ['a prefix gets shorter', { StringLike: { 's3:prefix': 'public/*' } }, { StringLike: { 's3:prefix': '*' } }],
    [
      'every external id will do',
      { StringLike: { 'sts:ExternalId': 'a-long-secret' } },
      { StringLike: { 'sts:ExternalId': '*' } },
    ],
    [
      'MFA is not needed',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
    ],
  ])('where %s', (_, before, after) => {
    const [was] = Object.values(openingsOf(allow({ AWS: STRANGER }, before)));
    const [is] = Object.values(openingsOf(allow({ AWS: STRANGER }, after)));
    expect(is).not.toBe(was);
  });

  test('where a Deny lets in more networks', () => {
    const but = (network: string) => ({
      ...allow('*', { NotIpAddress: { 'aws:SourceIp': network } }),
      Sid: 'Only',
      Effect: 'Deny',
    });
    const open = allow({ AWS: STRANGER });
    expect(openingsOf(open, but('198.51.0.0/16'))).not.toEqual(openingsOf(open, but('198.51.100.0/24')));
  });
});

describe('what was accepted of a statement stays accepted', () => {
  test.each<[string, Condition, Condition]>([
    [
      'values stand in another order',
      { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24', '203.0.113.0/24'] } },
      { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '198.51.100.0/24'] } },
    ],
    [
      'one value is a list',
      { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
      { IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } },
    ],
    [
      'another secret of the same length is asked for',
      { StringEquals: { 'aws:Referer': 'token-one' } },
      { StringEquals: { 'aws:Referer': 'token-two' } },
    ],
  ])('where %s', (_, before, after) => {
    expect(openingsOf(allow({ AWS: STRANGER }, after))).toEqual(openingsOf(allow({ AWS: STRANGER }, before)));
  });

  test('where somebody else gets access beside: that is an opening of its own', () => {
    const orgs = (...ids: readonly string[]) => allow('*', { StringEquals: { 'aws:PrincipalOrgID': ids } });
    const before = openingsOf(orgs('o-foreign111'));
    expect(openingsOf(orgs('o-foreign111', 'o-foreign222'))).toMatchObject(before);
    expect(Object.keys(openingsOf(orgs('o-foreign111', 'o-foreign222')))).toHaveLength(2);
  });
});
