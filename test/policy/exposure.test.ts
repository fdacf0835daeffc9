import { describe, expect, test } from 'vitest';
import { isPublic } from '../../shared/policy/exposure.ts';
import { allow, BUCKET, deny, doc, exposed, FOREIGN, OWN, says, TRUSTED, trust, without } from './policies.ts';

const ANYONE = ['anyone may s3:GetObject'];
const STRANGER = [`account ${FOREIGN} may s3:GetObject`];
const NOBODY: readonly string[] = [];

describe('who a statement names', () => {
  test.each([
    ['everyone', allow(), ANYONE],
    ['everyone, as an AWS principal', allow({ Principal: { AWS: '*' } }), ANYONE],
    ['everyone, in a list', allow({ Principal: { AWS: [OWN, '*'] } }), ANYONE],
    ['the root of any account', allow({ Principal: { AWS: 'arn:aws:iam::*:root' } }), ANYONE],
    ['everyone but one account', without(allow({ NotPrincipal: { AWS: OWN } }), 'Principal'), ANYONE],
    ['everyone but everyone', without(allow({ NotPrincipal: '*' }), 'Principal'), NOBODY],
    ['a service', allow({ Principal: { Service: 's3.amazonaws.com' } }), NOBODY],
    ['the own account', allow({ Principal: { AWS: `arn:aws:iam::${OWN}:root` } }), NOBODY],
    ['the own account as a bare id', allow({ Principal: { AWS: OWN } }), NOBODY],
    ['an own session', allow({ Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/r/s` } }), NOBODY],
    ['a trusted account', allow({ Principal: { AWS: TRUSTED } }), NOBODY],
    ['a foreign root', allow({ Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` } }), STRANGER],
    ['a foreign account in China', allow({ Principal: { AWS: `arn:aws-cn:iam::${FOREIGN}:root` } }), STRANGER],
    ['a foreign role', allow({ Principal: { AWS: `arn:aws:iam::${FOREIGN}:role/x` } }), STRANGER],
    ['a deleted role', allow({ Principal: { AWS: 'AROADBQP57FF2AEXAMPLE' } }), NOBODY],
    [
      'an origin access identity',
      allow({ Principal: { AWS: 'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1' } }),
      NOBODY,
    ],
    [
      'a canonical user',
      allow({ Principal: { CanonicalUser: 'ab12' } }),
      ['the account with canonical id ab12 may s3:GetObject'],
    ],
    [
      'everyone on Facebook',
      allow({ Principal: { Federated: 'graph.facebook.com' } }),
      ['anyone who signs in through graph.facebook.com may s3:GetObject'],
    ],
    ['nobody, as identity policies do', without(allow(), 'Principal'), NOBODY],
  ])('%s', (_, statement, expected) => {
    expect(says(doc(statement))).toEqual(expected);
  });

  test('a service without a source is told on demand', () => {
    const services = { ...trust, services: true };
    const Principal = { Service: 'sns.amazonaws.com' };
    const Condition = { StringEquals: { 'aws:SourceAccount': OWN } };
    expect(says(doc(allow({ Principal })), services)).toEqual([
      "sns.amazonaws.com, on anyone's behalf, may s3:GetObject",
    ]);
    expect(says(doc(allow({ Principal, Condition })), services)).toEqual([]);
  });

  test('a service that asks for a foreign account lets that account in', () => {
    const Condition = { ArnLike: { 'aws:SourceArn': `arn:aws:sns:*:${FOREIGN}:*` } };
    expect(exposed(doc(allow({ Principal: { Service: 'sns.amazonaws.com' }, Condition })))).toMatchObject([
      { to: { account: FOREIGN }, through: 'sns.amazonaws.com' },
    ]);
  });
});

const variable = (name: string): string => ['$', `{${name}}`].join('');

type Case = readonly [operator: string, key: string, value: unknown, expected: readonly string[]];

describe('conditions on an Allow to everyone', () => {
  const cases: readonly Case[] = [
    ['StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', NOBODY],
    ['StringEquals', 'AWS:principalORGid', 'o-a1b2c3d4e5', NOBODY],
    ['stringequals', 'aws:PrincipalOrgID', ['o-a1b2c3d4e5'], NOBODY],
    ['StringLike', 'aws:PrincipalOrgID', 'o-*', ANYONE],
    ['StringLike', 'aws:PrincipalOrgID', ['o-a1b2c3d4e5', '*'], ANYONE],
    ['StringEquals', 'aws:PrincipalOrgID', [], ANYONE],
    ['StringEquals', 'aws:PrincipalOrgID', variable('aws:PrincipalOrgID'), ANYONE],
    ['StringEqualsIfExists', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', ANYONE],
    ['ForAllValues:StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', ANYONE],
    ['StringNotEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', ANYONE],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/r-ab12/*', NOBODY],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-*', ANYONE],
    ['ForAllValues:StringLike', 'aws:PrincipalOrgPaths', 'o-a1b2c3d4e5/*', ANYONE],
    ['StringEquals', 'aws:PrincipalAccount', OWN, NOBODY],
    ['StringEquals', 'aws:PrincipalAccount', [OWN, TRUSTED], NOBODY],
    ['StringEquals', 'aws:PrincipalAccount', FOREIGN, STRANGER],
    ['StringEquals', 'aws:PrincipalAccount', [OWN, FOREIGN], STRANGER],
    ['StringLike', 'aws:PrincipalAccount', '1111*', ANYONE],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/*`, NOBODY],
    ['ArnLike', 'aws:PrincipalArn', `arn:aws:iam::${FOREIGN}:role/*`, STRANGER],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/Admin', ANYONE],
    ['StringLike', 'aws:PrincipalArn', '*', ANYONE],
    ['StringLike', 'aws:PrincipalArn', 'arn:aws:iam::*', ANYONE],
    ['StringEquals', 'aws:SourceAccount', OWN, NOBODY],
    ['StringEquals', 'aws:SourceAccount', FOREIGN, STRANGER],
    ['StringEquals', 'AWS:SourceOwner', OWN, NOBODY],
    ['ArnLike', 'aws:SourceArn', `arn:aws:sns:*:${OWN}:*`, NOBODY],
    ['ArnEquals', 'aws:SourceArn', `arn:aws:sns:eu-west-1:${FOREIGN}:t`, STRANGER],
    ['StringEquals', 'aws:PrincipalAccount', '*', NOBODY],
    ['StringEqualsIgnoreCase', 'aws:PrincipalAccount', [OWN, '1111*'], NOBODY],
    ['StringEquals', 'aws:PrincipalAccount', ['*', FOREIGN], STRANGER],
    ['ArnEquals', 'aws:PrincipalArn', '*', ANYONE],
    ['StringEquals', 'aws:Referer', '*', ANYONE],
    ['StringEquals', 'aws:SourceVpce', '*', NOBODY],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::*', ANYONE],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::my-*', ANYONE],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::my-bucket', NOBODY],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:sns:*:*:*', ANYONE],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::my-bucket/*', NOBODY],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:route53:::healthcheck/*', ANYONE],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:apigateway:eu-west-1::/restapis/a1b2', NOBODY],
    ['StringEquals', 'aws:VpceAccount', FOREIGN, STRANGER],
    ['StringEquals', 'aws:SourceIp', '198.51.100.7', NOBODY],
    ['StringLike', 'aws:SourceIp', '198.51.100.*', ANYONE],
    ['StringEquals', 'aws:SourceVpc', 'vpc-91237329', NOBODY],
    ['StringLike', 'aws:SourceVpc', 'vpc-*', ANYONE],
    ['StringEquals', 'aws:SourceVpce', ['vpce-1a', 'vpce-2b'], NOBODY],
    ['StringEquals', 'aws:SourceOrgID', 'o-a1b2c3d4e5', NOBODY],
    ['IpAddress', 'aws:SourceIp', '198.51.100.0/24', NOBODY],
    ['IpAddress', 'aws:SourceIp', ['8.0.0.0/8', '2600::/32'], NOBODY],
    ['IpAddress', 'aws:SourceIp', '10.0.0.0/8', NOBODY],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/0', ANYONE],
    ['IpAddress', 'aws:SourceIp', '208.236.235.254/0', ANYONE],
    ['IpAddress', 'aws:SourceIp', '0.0.0.0/1', ANYONE],
    ['IpAddress', 'aws:SourceIp', '8.0.0.0/7', ANYONE],
    ['IpAddress', 'aws:SourceIp', '2600::/31', ANYONE],
    ['IpAddress', 'aws:SourceIp', ['198.51.100.0/24', '::/0'], ANYONE],
    ['IpAddress', 'aws:SourceIp', Array.from({ length: 223 }, (_, n) => `${n + 1}.0.0.0/8`), ANYONE],
    ['IpAddress', 'aws:SourceIp', '010.0.0.0/8', ANYONE],
    ['NotIpAddress', 'aws:SourceIp', '198.51.100.0/24', ANYONE],
    ['StringLike', 'aws:userid', 'AROADBQP57FF2AEXAMPLE:*', NOBODY],
    ['StringLike', 'aws:userid', '*:bob', ANYONE],
    ['StringEquals', 's3:DataAccessPointAccount', OWN, NOBODY],
    ['ArnLike', 's3:DataAccessPointArn', `arn:aws:s3:us-west-2:${OWN}:accesspoint/*`, NOBODY],
    ['StringEquals', 'kms:CallerAccount', OWN, NOBODY],
    ['StringEquals', 'kms:ViaService', 's3.eu-west-1.amazonaws.com', ANYONE],
    ['StringEquals', 'lambda:FunctionUrlAuthType', 'NONE', ANYONE],
    ['StringEquals', 'lambda:FunctionUrlAuthType', 'AWS_IAM', ['anyone with an AWS account may s3:GetObject']],
    ['StringEquals', 'sts:ExternalId', 'secret', ANYONE],
    ['Bool', 'aws:SecureTransport', 'true', ANYONE],
    ['Bool', 'aws:MultiFactorAuthPresent', 'true', ANYONE],
    ['StringEquals', 's3:x-amz-acl', 'public-read', ANYONE],
    ['StringEquals', 'aws:PrincipalTag/team', 'a', ANYONE],
    ['StringEquals', 'aws:Referer', 'https://example.com', ANYONE],
    ['IpAddress', 'aws:VpcSourceIp', '10.0.0.0/8', ANYONE],
    ['Bool', 'aws:PrincipalIsAWSService', 'true', NOBODY],
    ['Bool', 'aws:ViaAWSService', 'true', ANYONE],
    ['StringEqualsIfExists', 'aws:PrincipalAccount', OWN, NOBODY],
    ['ForAllValues:StringEquals', 'aws:PrincipalAccount', OWN, NOBODY],
    ['ForAnyValue:StringEquals', 'aws:PrincipalAccount', FOREIGN, STRANGER],
    ['ArnLikeIfExists', 'aws:PrincipalArn', `arn:aws:iam::${OWN}:role/x`, ANYONE],
    ['StringEqualsIfExists', 'aws:SourceVpce', 'vpce-1', ANYONE],
    ['Null', 'aws:PrincipalAccount', 'true', NOBODY],
    ['Null', 'aws:PrincipalAccount', 'false', ANYONE],
    ['StringEquals', 'aws:ResourceAccount', OWN, ANYONE],
    ['StringEquals', 'aws:ResourceAccount', FOREIGN, NOBODY],
    ['StringNotEquals', 'aws:ResourceAccount', OWN, NOBODY],
    ['StringLike', 's3:ResourceAccount', '1*', ANYONE],
    ['StringEquals', 'aws:ResourceOrgID', 'o-a1b2c3d4e5', ANYONE],
    ['StringEquals', 'aws:ResourceAccount', variable('aws:PrincipalAccount'), NOBODY],
    ['StringEquals', 'aws:PrincipalAccount', variable('aws:ResourceAccount'), NOBODY],
    ['StringEquals', 'aws:PrincipalOrgID', variable('aws:ResourceOrgID'), NOBODY],
    ['StringEquals', 'aws:ResourceOrgID', variable('aws:PrincipalOrgID'), NOBODY],
    ['StringEquals', 'aws:SourceOrgID', variable('aws:ResourceOrgID'), NOBODY],
    ['StringEquals', 'aws:SourceAccount', variable('aws:PrincipalAccount'), ANYONE],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/aws-service-role/*', NOBODY],
    ['StringLike', 'sns:Endpoint', '*@example.com', NOBODY],
    ['StringLike', 'sns:Endpoint', 'https://example.com/*', NOBODY],
    ['StringLike', 'sns:Endpoint', 'https://*', ANYONE],
    ['ArnLike', 'sns:Endpoint', `arn:aws:sqs:*:${FOREIGN}:*`, STRANGER],
    ['StringEquals', 'sns:Protocol', 'https', ANYONE],
    ['StringEquals', 'aws:PrincipalType', 'User', ANYONE],
    ['StringEquals', 'aws:username', 'sam', ANYONE],
    ['ArnLike', 'ec2:SourceInstanceArn', `arn:aws:ec2:*:${OWN}:instance/*`, NOBODY],
    ['Null', 'aws:PrincipalOrgID', 'false', ANYONE],
    ['Bool', 'elasticfilesystem:AccessedViaMountTarget', 'true', NOBODY],
    ['Mystery', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5', ANYONE],
    ['StringEquals', '__proto__', 'x', ANYONE],
    ['constructor', 'constructor', 'x', ANYONE],
  ];
  test.each(cases)('%s %s %j: %j', (operator, key, value, expected) => {
    const Condition = { [operator]: Object.fromEntries([[key, value]]) };
    expect(says(doc(allow({ Condition })))).toEqual(expected);
  });

  test('Null: false takes away the holes of IfExists and ForAllValues', () => {
    const Null = { 'aws:PrincipalOrgID': 'false' };
    const narrow = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
    expect(says(doc(allow({ Condition: { Null, StringEqualsIfExists: narrow } })))).toEqual([]);
    expect(says(doc(allow({ Condition: { Null, 'ForAllValues:StringEquals': narrow } })))).toEqual([]);
  });

  test('one narrow condition is enough, for all must hold', () => {
    const Condition = { Bool: { 'aws:SecureTransport': 'true' }, StringEquals: { 'aws:SourceVpc': 'vpc-1' } };
    expect(says(doc(allow({ Condition })))).toEqual([]);
  });

  test('two conditions admit only who meets both', () => {
    const Condition = {
      StringEquals: { 'aws:PrincipalAccount': [FOREIGN, '888888888888'] },
      ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${FOREIGN}:role/x` },
    };
    expect(says(doc(allow({ Condition })))).toEqual(STRANGER);
  });

  test('an organisation is foreign once the own ones are known', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-foreign0001' } };
    expect(says(doc(allow({ Condition })), { ...trust, trustedOrganizations: ['o-own0000001'] })).toEqual([
      'organisation o-foreign0001 may s3:GetObject',
    ]);
    expect(says(doc(allow({ Condition })), { ...trust, trustedOrganizations: ['o-foreign0001'] })).toEqual([]);
  });
});

describe('a foreign account that is named', () => {
  const Principal = { AWS: FOREIGN };
  test.each([
    ['an external id', { StringEquals: { 'sts:ExternalId': 'x' } }, ['sts:ExternalId']],
    ['an external id that may be missing', { StringEqualsIfExists: { 'sts:ExternalId': 'x' } }, []],
    ['any external id', { StringLike: { 'sts:ExternalId': '*' } }, []],
    ['MFA', { Bool: { 'aws:MultiFactorAuthPresent': true } }, ['aws:MultiFactorAuthPresent']],
    ['a network', { StringEquals: { 'aws:SourceVpce': 'vpce-1' } }, ['aws:SourceVpce']],
    ['a role of it', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${FOREIGN}:role/x` } }, ['aws:PrincipalArn']],
  ])('stays foreign behind %s', (_, Condition, mitigatedBy) => {
    expect(exposed(doc(allow({ Principal, Condition })))).toMatchObject([{ to: { account: FOREIGN }, mitigatedBy }]);
  });

  test('is no stranger as a member of the own organisation', () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-own0000001' } };
    expect(says(doc(allow({ Principal, Condition })))).toEqual([]);
  });
});

describe('what a Deny takes back', () => {
  const org = { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' };
  const negated: readonly (readonly [string, Record<string, unknown>, readonly string[]])[] = [
    ['everyone outside the organisation', { StringNotEquals: org }, NOBODY],
    ['the same, where the key exists', { StringNotEqualsIfExists: org }, NOBODY],
    ['the same for all values', { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a1/*' } }, NOBODY],
    ['any value outside: not the anonymous', { 'ForAnyValue:StringNotEquals': org }, ANYONE],
    ['outsiders who have an organisation', { StringNotEquals: org, Null: { 'aws:PrincipalOrgID': 'false' } }, ANYONE],
    ['everyone outside any organisation', { StringNotLike: { 'aws:PrincipalOrgID': 'o-*' } }, ANYONE],
    ['everyone in the organisation', { StringEquals: org }, ANYONE],
    ['other accounts', { StringNotEquals: { 'aws:PrincipalAccount': OWN } }, NOBODY],
    ['all but a foreign account', { StringNotEquals: { 'aws:PrincipalAccount': [OWN, FOREIGN] } }, STRANGER],
    ['other roles', { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${OWN}:role/x` } }, NOBODY],
    ['other role names', { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/x' } }, ANYONE],
    ['other addresses', { NotIpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] } }, NOBODY],
    ['hardly any address', { NotIpAddress: { 'aws:SourceIp': '0.0.0.0/1' } }, ANYONE],
    ['other endpoints', { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } }, NOBODY],
    ['other users', { StringNotLike: { 'aws:userId': ['AROADBQP57FF2AEXAMPLE:*', OWN] } }, NOBODY],
    ['whoever calls from another account', { 'ForAnyValue:StringNotEquals': { 'aws:PrincipalAccount': OWN } }, NOBODY],
    ['nobody, by a literal star', { StringNotEquals: { 'aws:PrincipalAccount': '*' } }, NOBODY],
    ['requests for another account', { StringNotEquals: { 'aws:ResourceAccount': OWN } }, ANYONE],
    ['every request', { StringEquals: { 'aws:ResourceAccount': OWN } }, NOBODY],
    [
      'outsiders who are signed in and no AWS service',
      { StringNotEquals: org, Bool: { 'aws:PrincipalIsAWSService': 'false' } },
      ANYONE,
    ],
    [
      'outsiders, but for service-linked roles',
      { StringNotEquals: org, ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } },
      NOBODY,
    ],
    ['plain HTTP', { Bool: { 'aws:SecureTransport': 'false' } }, ANYONE],
    ['outsiders over plain HTTP', { StringNotEquals: org, Bool: { 'aws:SecureTransport': 'false' } }, ANYONE],
    [
      'outsiders who are no AWS service',
      { StringNotEquals: org, BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' } },
      NOBODY,
    ],
    [
      'other networks and other organisations',
      { StringNotEquals: { ...org, 'aws:SourceVpc': 'vpc-1' }, NotIpAddressIfExists: { 'aws:SourceIp': '8.8.8.0/24' } },
      NOBODY,
    ],
  ];
  test.each(negated)('%s', (_, Condition, expected) => {
    expect(says(doc(allow(), deny({ Condition })))).toEqual(expected);
    expect(says(doc(deny({ Condition }), allow()))).toEqual(expected);
  });

  test.each([
    ['everything from everyone', deny(), NOBODY],
    ['just these actions on just these objects', deny({ Action: 's3:GET*', Resource: `${BUCKET}/*` }), NOBODY],
    ['other actions', deny({ Action: 's3:Put*' }), ANYONE],
    ['all but other actions', without(deny({ NotAction: 's3:Put*' }), 'Action'), NOBODY],
    ['all but these actions', without(deny({ NotAction: 's3:Get*' }), 'Action'), ANYONE],
    ['some objects', deny({ Resource: `${BUCKET}/private/*` }), ANYONE],
    ['all but other objects', without(deny({ NotResource: 'arn:aws:s3:::c/*' }), 'Resource'), NOBODY],
    ['all but some objects', without(deny({ NotResource: `${BUCKET}/public/*` }), 'Resource'), ANYONE],
    ['one account', deny({ Principal: { AWS: FOREIGN } }), ANYONE],
    ['all but the own account', without(deny({ NotPrincipal: { AWS: [OWN] } }), 'Principal'), NOBODY],
    ['all but a foreign account', without(deny({ NotPrincipal: { AWS: [OWN, FOREIGN] } }), 'Principal'), STRANGER],
    ['all but everyone', without(deny({ NotPrincipal: { AWS: '*' } }), 'Principal'), ANYONE],
  ])('%s', (_, statement, expected) => {
    expect(says(doc(allow(), statement))).toEqual(expected);
  });

  test('a Deny of a foreign account takes back what that account was allowed', () => {
    const Principal = { AWS: `arn:aws:iam::${FOREIGN}:role/x` };
    expect(says(doc(allow({ Principal }), deny({ Principal: { AWS: FOREIGN } })))).toEqual([]);
    expect(says(doc(allow({ Principal: { AWS: FOREIGN } }), deny({ Principal })))).toEqual(STRANGER);
  });

  test('what no Deny covers stays', () => {
    const Action = ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'];
    expect(exposed(doc(allow({ Action }), deny({ Action: 's3:Put*' })))).toMatchObject([
      { actions: ['s3:GetObject', 's3:DeleteObject'] },
    ]);
  });

  test('an object action on the bucket itself allows nothing, so it need not be denied', () => {
    expect(says(doc(allow({ Resource: [BUCKET, `${BUCKET}/*`] }), deny({ Resource: `${BUCKET}/*` })))).toEqual([]);
  });

  test('on a bucket, everything means everything of S3', () => {
    expect(says(doc(allow({ Action: '*' }), deny()))).toEqual([]);
    expect(says(doc(without(allow({ NotAction: 's3:Put*' }), 'Action'), deny()))).toEqual([]);
  });

  test('a policy of Denies lets nobody in', () => {
    expect(says(doc(deny()))).toEqual([]);
  });
});

describe('what is told', () => {
  test('the second of two statements may be the open one', () => {
    const closed = allow({ Sid: 'In', Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } });
    expect(exposed(doc(closed, allow({ Sid: 'Out' })))).toMatchObject([
      {
        index: 1,
        sid: 'Out',
        path: 'Out',
        to: 'anyone',
        actions: ['s3:GetObject'],
        mitigatedBy: [],
        says: 'anyone may s3:GetObject',
      },
    ]);
  });

  test.each([
    [{ Action: ['s3:GetObject', 's3:PutObject'] }, 'anyone may s3:GetObject and s3:PutObject'],
    [{ Action: ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E'] }, 'anyone may s3:A, s3:B, s3:C and 2 more'],
    [{ Action: '*' }, 'anyone may do everything'],
    [{ Action: 's3:*' }, 'anyone may s3:*'],
  ])('%j: %s', (over, sentence) => {
    expect(says(doc(allow(over)))).toEqual([sentence]);
  });

  test('what NotAction leaves out', () => {
    expect(says(doc(without(allow({ NotAction: 's3:DeleteBucket' }), 'Action')))).toEqual([
      'anyone may do everything but s3:DeleteBucket',
    ]);
    expect(says(doc(without(allow({ NotAction: '*' }), 'Action')))).toEqual([]);
    expect(says(doc(allow({ Action: [] })))).toEqual([]);
  });

  test('the public is told from strangers with a name', () => {
    const strangers = exposed(
      doc(allow(), allow({ Principal: { AWS: FOREIGN } }), allow({ Principal: { Federated: 'www.amazon.com' } })),
    );
    expect(strangers.map(isPublic)).toEqual([true, false, true]);
  });

  test('two ways in for one account are told once, with what guards both', () => {
    const Principal = { AWS: [FOREIGN, `arn:aws:iam::${FOREIGN}:role/x`] };
    expect(exposed(doc(allow({ Principal })))).toHaveLength(1);
  });

  test('a guard on one action only does not guard the account', () => {
    const Action = ['s3:PutObject', 's3:GetObject'];
    const Condition = { NotIpAddress: { 'aws:SourceIp': '198.51.100.0/24' } };
    const policy = doc(allow({ Principal: { AWS: FOREIGN }, Action }), deny({ Action: 's3:Put*', Condition }));
    expect(exposed(policy)).toMatchObject([{ actions: Action, mitigatedBy: [] }]);
  });

  test('repositories and other policies without a resource speak of their own', () => {
    expect(says(doc(without(allow({ Action: 'ecr:BatchGetImage' }), 'Resource')))).toEqual([
      'anyone may ecr:BatchGetImage',
    ]);
  });
});

test('a policy as long as S3 accepts is judged in a moment', () => {
  const many = (prefix: string): readonly string[] => Array.from({ length: 300 }, (_, n) => `${prefix}${100 + n}`);
  const allowed = allow({ Principal: { AWS: many('300000000') }, Action: many('s3:*a') });
  const denies = Array.from({ length: 60 }, (_, n) =>
    deny({ Condition: { StringNotEquals: { 'aws:PrincipalArn': `arn:aws:iam::300000000${100 + n}:root` } } }),
  );
  const before = performance.now();
  expect(exposed(doc(allowed, ...denies))).toEqual([]);
  expect(exposed(doc(allowed, ...denies.slice(0, 1)))).toHaveLength(1);
  expect(performance.now() - before).toBeLessThan(3000);
});
