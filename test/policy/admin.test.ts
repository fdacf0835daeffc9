import { describe, expect, test } from 'vitest';
import { adminStatements, grantsEverything } from '../../shared/policy/admin.ts';
import { parsePolicy } from '../../shared/policy/policy.ts';
import { doc } from './policies.ts';

const may = (over: Record<string, unknown>): Record<string, unknown> => ({ Effect: 'Allow', Resource: '*', ...over });
const TYPES = ['user', 'group', 'role', 'policy'];
const all = may({ Action: '*' });
const refuse = (Action: unknown, over: Record<string, unknown> = {}): unknown => ({
  Effect: 'Deny',
  Action,
  Resource: '*',
  ...over,
});

const when = (operator: string, key: string, value: unknown): Record<string, unknown> => ({
  Condition: { [operator]: Object.fromEntries([[key, value]]) },
});
const variable = (name: string): string => ['$', '{', name, '}'].join('');

describe('an identity policy gives everything', () => {
  test.each([
    ['every action', [all]],
    ['in a list', [may({ Action: ['s3:Get*', '*'], Resource: ['*'] })]],
    ['written *:*', [may({ Action: '*:*' })]],
    ['written **', [may({ Action: '**', Resource: '**' })]],
    ['in the second statement', [may({ Action: 's3:*' }), all]],
    ['all but nothing', [may({ NotAction: [] })]],
    ['all but one action', [may({ NotAction: 's3:DeleteBucket' })]],
    ['all but one service that is not IAM', [may({ NotAction: ['aws-portal:*'] })]],
    ['all but IAM, which another statement gives', [may({ NotAction: 'iam:*' }), may({ Action: 'IAM:*' })]],
    ['on all but one bucket', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:s3:::secret/*' }]],
    ['on all but one role', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::111122223333:role/audit' }]],
    ['on all but every user', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*:user/*' }]],
    ['with MFA', [may({ Action: '*', Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })]],
    ['from anywhere', [may({ Action: '*', Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } })]],
    ['in any region', [may({ Action: '*', Condition: { StringLike: { 'aws:RequestedRegion': '*' } } })]],
    [
      'in the region of IAM',
      [may({ Action: '*', ...when('StringEquals', 'aws:RequestedRegion', ['eu-west-1', 'us-east-1']) })],
    ],
    ['in regions of America', [may({ Action: '*', ...when('StringLike', 'aws:RequestedRegion', 'us-*') })]],
    ['outside one region', [may({ Action: '*', ...when('StringNotEquals', 'aws:RequestedRegion', 'eu-west-3') })]],
    [
      'on its own account',
      [may({ Action: '*', ...when('StringEquals', 'aws:ResourceAccount', variable('aws:PrincipalAccount')) })],
    ],
    ['in its own organisation', [may({ Action: '*', ...when('StringEquals', 'aws:PrincipalOrgID', 'o-a1b2c3d4e5') })]],
    [
      'for all tags of a request, or none',
      [may({ Action: '*', ...when('ForAllValues:StringEquals', 'aws:TagKeys', 'team') })],
    ],
    ['but through other services', [may({ Action: '*', ...when('Bool', 'aws:ViaAWSService', 'false') })]],
    ['on every ARN', [may({ Action: '*', Resource: 'arn:aws-cn:*:*:*:*' })]],
    ['but one action', [all, refuse('s3:DeleteBucket')]],
    [
      'but what a user can do with itself',
      [all, { Effect: 'Deny', Action: 'iam:*', NotResource: `arn:aws:iam::*:user/${variable('aws:username')}` }],
    ],
    ['but what a NotAction with IAM leaves', [all, { Effect: 'Deny', NotAction: ['s3:*', 'iam:*'], Resource: '*' }]],
    [
      'but something under a condition',
      [all, refuse('*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } })],
    ],
  ])('%s', (_, statements) => {
    expect(grantsEverything(parsePolicy(doc(...statements)))).toBe(true);
  });

  test.each([
    ['one service', [may({ Action: 's3:*' })]],
    ['on one bucket', [may({ Action: '*', Resource: 'arn:aws:s3:::b/*' })]],
    ['all but IAM', [may({ NotAction: ['iam:*', 'organizations:*'] })]],
    ['all but everything', [may({ NotAction: '*' })]],
    [
      'on all but users, groups, roles and policies',
      [{ Effect: 'Allow', Action: '*', NotResource: TYPES.map((type) => `arn:aws:iam::*:${type}/*`) }],
    ],
    ['on all but IAM', [{ Effect: 'Allow', Action: '*', NotResource: 'arn:aws:iam::*' }]],
    ['in one region', [may({ Action: '*', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } })]],
    ['from one office', [may({ Action: '*', Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } } })]],
    [
      'outside the region of IAM',
      [may({ Action: '*', ...when('StringNotEquals', 'aws:RequestedRegion', 'us-east-1') })],
    ],
    ['through one service', [may({ Action: '*', ...when('Bool', 'aws:ViaAWSService', 'true') })]],
    ['and takes all but one service back', [all, { Effect: 'Deny', NotAction: ['s3:*', 'iam:Get*'], Resource: '*' }]],
    [
      'and takes IAM back type by type',
      [all, ...TYPES.map((type) => refuse('iam:*', { Resource: `arn:aws:iam::*:${type}/*` }))],
    ],
    ['and takes it back', [all, refuse('*')]],
    ['and takes IAM back', [all, refuse('iam:*')]],
    ['a refusal', [refuse('*')]],
  ])('but not %s', (_, statements) => {
    expect(grantsEverything(parsePolicy(doc(...statements)))).toBe(false);
  });

  test('the statements that do are named', () => {
    expect(
      adminStatements(parsePolicy(doc(may({ Action: 's3:*' }), { ...all, Sid: 'Admin' }))).map(({ path: at }) => at),
    ).toEqual(['Admin']);
    expect(adminStatements(undefined)).toEqual([]);
  });
});
