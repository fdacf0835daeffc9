import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachRolePolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import type { Administrator } from '../../../shared/resources/iam-administrators/kind.ts';
import reader from '../../../shared/resources/iam-administrators/reader.ts';
import { describeWithMoto, MOTO_ACCOUNT, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const ref = refOn(reader, 'account', 'us-east-1');
const allow = (Action: unknown, parts: object = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...parts });
const document = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const trust = (Principal: object, Action = 'sts:AssumeRole') => document({ Effect: 'Allow', Principal, Action });
const encoded = (text: string) => encodeURIComponent(text);

describeWithMoto('the administrators of an account in AWS', () => {
  const aws = motoAws();
  const iam = aws.client(IAMClient, PLACE);
  const from = [MOTO_ACCOUNT];

  async function user(UserName: string, hasKey = true): Promise<void> {
    await iam.send(new CreateUserCommand({ UserName }));
    if (hasKey) await iam.send(new CreateAccessKeyCommand({ UserName }));
  }
  async function role(RoleName: string, AssumeRolePolicyDocument: string): Promise<void> {
    await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: ADMIN }));
  }

  test('are users with credentials and roles for people, by each way to all rights', async () => {
    await role('OnlyAdmin', trust({ AWS: `arn:aws:iam::${MOTO_ACCOUNT}:root` }));
    await role('Instance', trust({ Service: 'ec2.amazonaws.com' }));
    await user('dana');
    await iam.send(
      new PutUserPolicyCommand({ UserName: 'dana', PolicyName: 'all', PolicyDocument: document(allow('*')) }),
    );
    await user('nobody', false);
    await iam.send(new AttachUserPolicyCommand({ UserName: 'nobody', PolicyArn: ADMIN }));
    await user('lee', false);
    await iam.send(new CreateLoginProfileCommand({ UserName: 'lee', Password: 'a-Long-passw0rd!' }));
    await iam.send(new CreateGroupCommand({ GroupName: 'ops' }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'ops', UserName: 'lee' }));
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: 'all', Path: '/team/', PolicyDocument: document(allow('iam:*')) }),
    );
    await iam.send(new AttachGroupPolicyCommand({ GroupName: 'ops', PolicyArn: Policy?.Arn }));
    await user('retired');
    await iam.send(new AttachUserPolicyCommand({ UserName: 'retired', PolicyArn: ADMIN }));
    const { AccessKeyMetadata = [] } = await iam.send(new ListAccessKeysCommand({ UserName: 'retired' }));
    for (const { AccessKeyId } of AccessKeyMetadata) {
      await iam.send(new UpdateAccessKeyCommand({ UserName: 'retired', AccessKeyId, Status: 'Inactive' }));
    }
    const state = await reader.read(ref, aws);
    if (state === GONE) throw new Error('gone');
    const mine = state.administrators.items.filter(({ id }) => /dana|lee|OnlyAdmin|nobody|retired|Instance/.test(id));
    expect(mine.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { id: 'role/OnlyAdmin', ways: [['role/OnlyAdmin']], from },
      { id: 'user/dana', ways: [['user/dana']], from },
      { id: 'user/lee', ways: [['group/ops', 'policy/team/all']], from },
    ] satisfies Administrator[]);
    expect(state.administrators.complete).toBe(true);
  });
});

describe('the administrators of an account: answers that moto does not give', () => {
  const OWN = { AWS: '123456789012' };
  const roleOf = (RoleName: string, given: string, parts: object = {}) => ({
    RoleName,
    AssumeRolePolicyDocument: encoded(given),
    AttachedManagedPolicies: [{ PolicyArn: ADMIN }],
    ...parts,
  });

  async function idsOf(details: object): Promise<readonly string[]> {
    const aws = createAws();
    const client = mockClient(aws.client(IAMClient, ref));
    client.on(GetAccountAuthorizationDetailsCommand).resolves(details);
    client.on(GetLoginProfileCommand).resolves({});
    client.on(ListAccessKeysCommand).resolves({});
    const state = await reader.read(ref, aws);
    return state === GONE ? [] : state.administrators.items.map(({ id, from }) => `${id} from ${from.join(' ')}`);
  }

  test.each([
    [
      'a role of IAM Identity Center',
      trust({ Federated: 'arn:aws:iam::123456789012:saml-provider/sso' }, 'sts:AssumeRoleWithSAML'),
      true,
    ],
    [
      'a role for a pipeline by OpenID Connect',
      trust({ Federated: 'token.actions.githubusercontent.com' }, 'sts:AssumeRoleWithWebIdentity'),
      false,
    ],
    ['a role for a deleted user', trust({ AWS: 'AIDAIOSFODNN7EXAMPLE' }), false],
    ['a role that may only be tagged', trust(OWN, 'sts:TagSession'), false],
    [
      'a role whose trust policy denies everybody',
      document(
        { Effect: 'Allow', Principal: OWN, Action: 'sts:AssumeRole' },
        { Effect: 'Deny', Principal: '*', Action: 'sts:*' },
      ),
      false,
    ],
    [
      'a role whose trust policy denies some',
      document(
        { Effect: 'Allow', Principal: OWN, Action: 'sts:AssumeRole' },
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'sts:*',
          Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
        },
      ),
      true,
    ],
    ['a role whose trust policy cannot be read', '{"Statement":', false],
  ])('%s', async (_, given, counts) => {
    expect(await idsOf({ RoleDetailList: [roleOf('r', given)] })).toEqual(counts ? ['role/r from 123456789012'] : []);
  });

  test.each([
    ['a boundary', { PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::123456789012:policy/edge' } }, false],
    ['a boundary that limits nothing', { PermissionsBoundary: { PermissionsBoundaryArn: ADMIN } }, true],
    [
      'a policy of AWS that denies everything',
      { AttachedManagedPolicies: [{ PolicyArn: ADMIN }, { PolicyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' }] },
      false,
    ],
    [
      'the policy of AWS for leaked keys',
      {
        AttachedManagedPolicies: [
          { PolicyArn: ADMIN },
          { PolicyArn: 'arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3' },
        ],
      },
      false,
    ],
    [
      'PowerUserAccess only',
      { AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/PowerUserAccess' }] },
      false,
    ],
    [
      'a Deny of IAM',
      {
        RolePolicyList: [
          { PolicyName: 'no', PolicyDocument: encoded(document({ Effect: 'Deny', Action: 'iam:*', Resource: '*' })) },
        ],
      },
      false,
    ],
    [
      'a Deny of something else',
      {
        RolePolicyList: [
          {
            PolicyName: 'no',
            PolicyDocument: encoded(document({ Effect: 'Deny', Action: 's3:DeleteBucket', Resource: '*' })),
          },
        ],
      },
      true,
    ],
    ['a policy that cannot be read', { RolePolicyList: [{ PolicyName: 'x', PolicyDocument: '{' }] }, false],
  ])('an administrator with %s', async (_, parts, counts) => {
    expect(await idsOf({ RoleDetailList: [roleOf('r', trust(OWN), parts)] })).toEqual(
      counts ? ['role/r from 123456789012'] : [],
    );
  });

  test('the version of a managed policy that counts is the default one', async () => {
    const arn = 'arn:aws:iam::123456789012:policy/all';
    const versions = [
      { VersionId: 'v1', Document: encoded(document(allow('*'))) },
      { VersionId: 'v2', Document: encoded(document(allow('s3:*'))) },
    ];
    const details = (DefaultVersionId: string) => ({
      RoleDetailList: [roleOf('r', trust(OWN), { AttachedManagedPolicies: [{ PolicyArn: arn }] })],
      Policies: [{ Arn: arn, DefaultVersionId, PolicyVersionList: versions }],
    });
    expect(await idsOf(details('v1'))).toHaveLength(1);
    expect(await idsOf(details('v2'))).toEqual([]);
  });

  test('a listing that has no end is read in part, and says so', async () => {
    const aws = createAws();
    const client = mockClient(aws.client(IAMClient, ref));
    client.on(GetAccountAuthorizationDetailsCommand).resolves({ IsTruncated: true, Marker: 'more' });
    expect(await reader.read(ref, aws)).toEqual({ administrators: { items: [], complete: false } });
    expect(client.commandCalls(GetAccountAuthorizationDetailsCommand)).toHaveLength(20);
  });

  test('of many users with all rights the credentials of some are read, and it says so', async () => {
    const aws = createAws();
    const client = mockClient(aws.client(IAMClient, ref));
    const UserDetailList = Array.from({ length: 30 }, (_, each) => ({
      UserName: `user-${each}`,
      AttachedManagedPolicies: [{ PolicyArn: ADMIN }],
    }));
    client.on(GetAccountAuthorizationDetailsCommand).resolves({ UserDetailList });
    client.on(GetLoginProfileCommand).rejects(awsError('NoSuchEntityException'));
    client.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
    expect(await reader.read(ref, aws)).toEqual({ administrators: { items: [], complete: false } });
    expect(client.commandCalls(GetLoginProfileCommand)).toHaveLength(20);
  });

  test('a call that is denied proves nothing', async () => {
    const aws = createAws();
    mockClient(aws.client(IAMClient, ref)).on(GetAccountAuthorizationDetailsCommand).rejects(awsError('AccessDenied'));
    await expect(reader.read(ref, aws)).rejects.toThrow('AccessDenied');
  });

  test('it is one for the account', async () => {
    expect(await reader.list(PLACE, createAws())).toEqual({ ids: ['account'] });
  });
});
