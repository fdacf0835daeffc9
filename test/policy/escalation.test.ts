import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grantsIam } from '../../shared/policy/admin.ts';
import { escalations } from '../../shared/policy/escalation.ts';
import { parsePolicy } from '../../shared/policy/policy.ts';
import { doc, OWN } from './policies.ts';

type Raw = Record<string, unknown>;
const may = (Action: unknown, over: Raw = {}): Raw => ({ Effect: 'Allow', Action, Resource: '*', ...over });
const refuse = (Action: unknown, over: Raw = {}): Raw => ({ Effect: 'Deny', Action, Resource: '*', ...over });
const onUsers = { Resource: `arn:aws:iam::${OWN}:user/*` };
const self = { Resource: `arn:aws:iam::${OWN}:user/${['$', '{aws:username}'].join('')}` };
const when = (operator: string, key: string, value: unknown): Raw => ({
  Condition: { [operator]: Object.fromEntries([[key, value]]) },
});
const ways = (...statements: readonly Raw[]): readonly (readonly string[])[] =>
  escalations(parsePolicy(doc(...statements)));
const pass = may('iam:PassRole');

describe('a policy leads to all rights', () => {
  test.each([
    ['by an action of IAM', [may('iam:PutUserPolicy')], ['iam:PutUserPolicy']],
    ['in any case', [may('IAM:createpolicyversion')], ['iam:CreatePolicyVersion']],
    ['by a pattern', [may('iam:Set*')], ['iam:SetDefaultPolicyVersion']],
    ['on all users', [may('iam:CreateAccessKey', onUsers)], ['iam:CreateAccessKey']],
    [
      'on all users of any account and partition',
      [may('iam:CreateLoginProfile', { Resource: 'arn:*:iam::*:user/*' })],
      ['iam:CreateLoginProfile'],
    ],
    ['on itself', [may('iam:AttachUserPolicy', self)], ['iam:AttachUserPolicy']],
    [
      'on all but one user',
      [{ Effect: 'Allow', Action: 'iam:UpdateLoginProfile', NotResource: `arn:aws:iam::${OWN}:user/root` }],
      ['iam:UpdateLoginProfile'],
    ],
    [
      'with MFA',
      [may('iam:AddUserToGroup', when('Bool', 'aws:MultiFactorAuthPresent', 'true'))],
      ['iam:AddUserToGroup'],
    ],
    [
      'within a boundary if there is one',
      [may('iam:AttachRolePolicy', when('StringEqualsIfExists', 'iam:PermissionsBoundary', 'arn:aws:iam::1:policy/x'))],
      ['iam:AttachRolePolicy'],
    ],
    [
      'but for one policy',
      [
        may('iam:AttachGroupPolicy'),
        refuse('iam:Attach*', when('ArnEquals', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/AdministratorAccess')),
      ],
      ['iam:AttachGroupPolicy'],
    ],
    ['by two statements', [pass, may('ec2:RunInstances')], ['iam:PassRole', 'ec2:RunInstances']],
    [
      'in one region',
      [pass, may('glue:CreateDevEndpoint', when('StringEquals', 'aws:RequestedRegion', 'eu-west-1'))],
      ['iam:PassRole', 'glue:CreateDevEndpoint'],
    ],
    [
      'on some functions',
      [
        pass,
        may(['lambda:CreateFunction', 'lambda:InvokeFunction'], { Resource: 'arn:aws:lambda:*:*:function:dev-*' }),
      ],
      ['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'],
    ],
    [
      'on all users of its account, by a variable',
      [may('iam:CreateAccessKey', { Resource: `arn:aws:iam::${['$', '{aws:PrincipalAccount}'].join('')}:user/*` })],
      ['iam:CreateAccessKey'],
    ],
    [
      'by a policy of AWS with all rights',
      [may('iam:AttachRolePolicy', when('ArnLike', 'iam:PolicyARN', 'arn:aws-us-gov:iam::aws:policy/*'))],
      ['iam:AttachRolePolicy'],
    ],
    [
      'but for policies of AWS',
      [
        may('iam:AttachRolePolicy'),
        refuse('iam:Attach*', when('ArnNotLike', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/*')),
      ],
      ['iam:AttachRolePolicy'],
    ],
    [
      'in China',
      [
        may('iam:PassRole', when('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com.cn')),
        may('ec2:RunInstances'),
      ],
      ['iam:PassRole', 'ec2:RunInstances'],
    ],
    [
      'in the region of IAM',
      [may('iam:PutRolePolicy', when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))],
      ['iam:PutRolePolicy'],
    ],
    [
      'on itself, which a Deny of all others leaves',
      [may('iam:PutUserPolicy'), { Effect: 'Deny', Action: 'iam:*', NotResource: self.Resource }],
      ['iam:PutUserPolicy'],
    ],
    ['by a schedule', [pass, may('scheduler:CreateSchedule')], ['iam:PassRole', 'scheduler:CreateSchedule']],
    ['by an automation', [pass, may('ssm:StartAuto*')], ['iam:PassRole', 'ssm:StartAutomationExecution']],
    [
      'by roles passed to this service',
      [
        may('iam:PassRole', when('StringLike', 'iam:PassedToService', 'cloudformation.*')),
        may('cloudformation:CreateStack'),
      ],
      ['iam:PassRole', 'cloudformation:CreateStack'],
    ],
  ] as const)('%s', (_, statements, way) => {
    expect(ways(...statements)).toEqual([way]);
  });

  test.each([
    ['one policy', [may('iam:CreatePolicyVersion', { Resource: `arn:aws:iam::${OWN}:policy/app` })]],
    ['own keys', [may(['iam:CreateAccessKey', 'iam:UpdateLoginProfile'], self)]],
    ['resources of another type', [may('iam:PutRolePolicy', onUsers)]],
    ['an action that leads nowhere', [may(['iam:Get*', 'iam:List*', 'iam:CreateUser', 'iam:CreateRole'])]],
    ['one role passed', [may('iam:PassRole', { Resource: `arn:aws:iam::${OWN}:role/app` }), may('ec2:RunInstances')]],
    [
      'calls allowed on resources of IAM only',
      [may(['iam:PassRole', 'lambda:*'], { Resource: 'arn:aws:iam::*:role/*' })],
    ],
    ['a role passed, and nothing that runs', [pass, may('lambda:CreateFunction')]],
    ['what runs, and no role passed', [may(['lambda:*', 'ec2:*', 'ecs:*'])]],
    [
      'roles passed to another service',
      [may('iam:PassRole', when('StringEquals', 'iam:PassedToService', 'rds.amazonaws.com')), may('ec2:*')],
    ],
    ['a named policy', [may('iam:AttachUserPolicy', when('ArnEquals', 'iam:PolicyARN', 'arn:aws:iam::1:policy/x'))]],
    [
      'roles passed to any service but this',
      [may('iam:PassRole', when('StringNotEquals', 'iam:PassedToService', 'lambda.amazonaws.com')), may('lambda:*')],
    ],
    [
      'roles that a Deny keeps from this service',
      [pass, may('lambda:*'), refuse('iam:PassRole', when('StringLike', 'iam:PassedToService', 'lambda.*'))],
    ],
    [
      'what a Deny leaves to other regions',
      [may('iam:*'), refuse('*', when('StringNotEquals', 'aws:RequestedRegion', 'eu-west-1'))],
    ],
    [
      'what a boundary limits',
      [may('iam:PutRolePolicy', when('StringEquals', 'iam:PermissionsBoundary', 'arn:aws:iam::1:policy/x'))],
    ],
    [
      'what a Deny leaves within a boundary',
      [
        may('iam:AttachRolePolicy'),
        refuse('iam:*', when('StringNotEquals', 'iam:PermissionsBoundary', 'arn:aws:iam::1:policy/x')),
      ],
    ],
    ['what a Deny takes back', [may('iam:Put*'), refuse(['iam:PutUser*', 'iam:PutGroup*', 'iam:PutRolePolicy'])]],
    ['roles that a Deny keeps', [pass, may('ec2:*'), refuse('iam:PassRole')]],
    [
      'roles that a Deny leaves to another service',
      [pass, may('ec2:*'), refuse('iam:PassRole', when('StringNotEquals', 'iam:PassedToService', 'rds.amazonaws.com'))],
    ],
    ['a refusal', [refuse('iam:*')]],
    ['everything but IAM', [{ Effect: 'Allow', NotAction: ['iam:*'], Resource: '*' }]],
  ])('but not %s', (_, given) => {
    const statements: readonly Raw[] = given;
    expect(ways(...statements)).toEqual([]);
  });

  test('a Deny more opens no way', () => {
    const actions = fc.subarray(['iam:Put*', 'iam:PassRole', 'ec2:*', 'iam:CreatePolicyVersion', 'lambda:*', '*'], {
      minLength: 1,
    });
    const resources = fc.constantFrom('*', onUsers.Resource, 'arn:aws:iam::*:role/*', 'arn:aws:s3:::x');
    const statement = fc.record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      Action: actions,
      Resource: resources,
    });
    fc.assert(
      fc.property(fc.array(statement, { minLength: 1, maxLength: 4 }), actions, resources, (list, Action, Resource) => {
        const before = ways(...list).map(String);
        for (const way of ways(...list, { Effect: 'Deny', Action, Resource })) expect(before).toContain(String(way));
      }),
    );
  });
});

describe('all of IAM', () => {
  test.each([
    ['on everything', [may('iam:*')], true],
    ['on everything of IAM', [may('iam:*', { Resource: `arn:aws:iam::${OWN}:*` })], true],
    ['but for one action', [may('iam:*'), refuse('iam:DeleteUser')], true],
    ['in the region of IAM', [may('iam:*', when('StringEquals', 'aws:RequestedRegion', 'us-east-1'))], true],
    ['on users only', [may('iam:*', onUsers)], false],
    ['within a boundary', [may('iam:*', when('StringEquals', 'iam:PermissionsBoundary', 'arn:x'))], false],
    ['but for every way', [may('iam:*'), refuse(['iam:*Policy*', 'iam:*Profile', 'iam:Add*', 'iam:*Key'])], false],
    ['read', [may(['iam:Get*', 'iam:List*'])], false],
  ])('%s: %j', (_, statements, expected) => {
    expect(grantsIam(parsePolicy(doc(...statements)))).toBe(expected);
  });
});
