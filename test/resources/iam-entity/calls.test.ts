import {
  CreateGroupCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateServiceLinkedRoleCommand,
  CreateUserCommand,
  DeleteRoleCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
  PutRolePermissionsBoundaryCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE, UNSEEN } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import {
  attachPolicy,
  putInlinePolicy,
  setDefaultPolicyVersion,
  updateTrustPolicy,
} from '../../../shared/resources/iam-entity/actions.ts';
import iamEntity from '../../../shared/resources/iam-entity/reader.ts';
import fullAdmin from '../../../shared/rules/iam/iam-full-admin-policy.ts';
import trustOpened from '../../../shared/rules/iam/iam-role-trust-opened.ts';
import {
  applyAction,
  describeWithMoto,
  expectConforming,
  listed,
  MOTO_ACCOUNT,
  motoAws,
  PLACE,
  refOn,
} from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const allowing = (Action: string, Resource = '*') => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource }],
});
/** Characters that mean something in URLs, and some that are not ASCII. */
const SOME = allowing('s3:GetObject', 'arn:aws:s3:::a-bucket/100% of it+that & Größe?');
const ALL = allowing('*');
const trusting = (...statements: readonly object[]) => ({ Version: '2012-10-17', Statement: statements });
const assume = (Principal: object) => ({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const TRUST = trusting(assume({ Service: 'ec2.amazonaws.com' }));

const entity = (id: string) => refOn(iamEntity, id, 'us-east-1');

describeWithMoto('IAM users, groups and roles in AWS', () => {
  const aws = motoAws();
  const iam = aws.client(IAMClient, PLACE);
  let count = 0;

  async function create(type: string): Promise<ReturnType<typeof entity>> {
    count += 1;
    const name = `reader-${type}-${count}`;
    const Path = '/team/';
    if (type === 'user') await iam.send(new CreateUserCommand({ UserName: name, Path }));
    else if (type === 'group') await iam.send(new CreateGroupCommand({ GroupName: name, Path }));
    else
      await iam.send(
        new CreateRoleCommand({ RoleName: name, Path, AssumeRolePolicyDocument: JSON.stringify(TRUST, null, 2) }),
      );
    return entity(`${type}/${name}`);
  }

  test.each(['user', 'group', 'role'])('a %s, and what it may do', async (type) => {
    const ref = await create(type);
    const trust = type === 'role' ? { trust: TRUST } : {};
    const empty = {
      path: '/team/',
      inline: exactly([]),
      attached: exactly([]),
      boundary: null,
      versions: UNSEEN,
      ...trust,
    };
    expect(await iamEntity.read(ref, aws)).toEqual(empty);
    await applyAction(ref, attachPolicy({ policy: READ_ONLY }), aws);
    await expectConforming(iamEntity, ref, attachPolicy({ policy: ADMIN }), aws);
    await expectConforming(iamEntity, ref, putInlinePolicy({ name: 'a', before: null, after: SOME }), aws);
    await applyAction(ref, putInlinePolicy({ name: 'a', before: null, after: SOME }), aws);
    await expectConforming(iamEntity, ref, putInlinePolicy({ name: 'a', before: SOME, after: ALL }), aws);
    expect(await iamEntity.read(ref, aws)).toMatchObject({ attached: exactly([READ_ONLY]) });
  });

  test.each(['user', 'group', 'role'])('a %s with full rights is found and limited', async (type) => {
    const ref = await create(type);
    await applyAction(ref, attachPolicy({ policy: ADMIN }), aws);
    await applyAction(ref, attachPolicy({ policy: READ_ONLY }), aws);
    await applyAction(ref, putInlinePolicy({ name: 'all', before: null, after: ALL }), aws);
    await applyAction(ref, putInlinePolicy({ name: 'some', before: null, after: SOME }), aws);
    await expectMended(fullAdmin, iamEntity, ref, aws);
    expect(await iamEntity.read(ref, aws)).toMatchObject({
      attached: exactly([READ_ONLY]),
      inline: exactly([{ name: 'some', document: SOME }]),
    });
  });

  test('the boundary of a role', async () => {
    const ref = await create('role');
    const RoleName = ref.id.slice('role/'.length);
    await iam.send(new PutRolePermissionsBoundaryCommand({ RoleName, PermissionsBoundary: READ_ONLY }));
    expect(await iamEntity.read(ref, aws)).toMatchObject({ boundary: READ_ONLY });
  });

  test('whom a role trusts', async () => {
    const ref = await create('role');
    const after = trusting(assume({ AWS: `arn:aws:iam::${MOTO_ACCOUNT}:root` }));
    await expectConforming(iamEntity, ref, updateTrustPolicy({ before: TRUST, after }), aws);
  });

  test('a role that anybody may assume is found and closed', async () => {
    const ref = await create('role');
    const after = trusting(...TRUST.Statement, assume({ AWS: '*' }));
    await applyAction(ref, updateTrustPolicy({ before: TRUST, after }), aws);
    await expectMended(trustOpened, iamEntity, ref, aws);
    expect(await iamEntity.read(ref, aws)).toMatchObject({ trust: TRUST });
  });

  test('what is deleted is gone, and listed no more', async () => {
    const ref = await create('role');
    const others = [await create('user'), await create('group')];
    expect(await listed(iamEntity, aws)).toEqual(expect.arrayContaining([ref, ...others].map(({ id }) => id)));
    await iam.send(new DeleteRoleCommand({ RoleName: ref.id.slice('role/'.length) }));
    for (const gone of [ref, entity('user/nobody'), entity('group/none'), entity('policy/none')]) {
      expect(await iamEntity.read(gone, aws)).toBe(GONE);
      expect(await listed(iamEntity, aws)).not.toContain(gone.id);
    }
  });

  test("AWS services' own roles are not listed", async () => {
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: 'elasticbeanstalk.amazonaws.com' }));
    const ids = await listed(iamEntity, aws);
    expect(ids.filter((id) => id.startsWith('role/AWSServiceRole'))).toEqual([]);
  });

  test.each(['user', 'group', 'role'])('a call about a %s that is denied proves nothing', async (type) => {
    const ref = await create(type);
    await applyAction(ref, putInlinePolicy({ name: 'a', before: null, after: SOME }), aws);
    await expectDenialsThrown(iamEntity, ref, motoAws());
  });
});

describeWithMoto('customer managed policies in AWS', () => {
  const aws = motoAws();
  const iam = aws.client(IAMClient, PLACE);
  // moto, unlike AWS, does not encode these documents for URLs.
  const LITTLE = allowing('s3:GetObject', 'arn:aws:s3:::a-bucket/*');

  async function create(name: string): Promise<ReturnType<typeof entity>> {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: name, Path: '/team/', PolicyDocument: JSON.stringify(LITTLE) }),
    );
    await iam.send(new CreatePolicyVersionCommand({ PolicyArn: Policy?.Arn, PolicyDocument: JSON.stringify(ALL) }));
    return entity(`policy/team/${name}`);
  }

  test('every version, and the one in force', async () => {
    const ref = await create('reader-versions');
    expect(await iamEntity.read(ref, aws)).toEqual({
      path: '/team/',
      inline: UNSEEN,
      attached: UNSEEN,
      versions: exactly([
        { id: 'v1', document: LITTLE },
        { id: 'v2', document: ALL },
      ]),
      defaultVersion: 'v1',
    });
    await expectConforming(iamEntity, ref, setDefaultPolicyVersion({ before: 'v1', after: 'v2' }), aws);
    expect(await listed(iamEntity, aws)).toContain(ref.id);
    expect(await listed(iamEntity, aws)).not.toContain('policy/AdministratorAccess');
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(iamEntity, await create('reader-denied'), motoAws());
  });
});

describe('IAM entities (calls mocked: moto changes nothing between two calls)', () => {
  const aws = createAws();
  const ref = entity('role/deployer');
  const iam = mockClient(aws.client(IAMClient, ref));
  beforeEach(() => iam.reset());

  test('the boundary of a user', async () => {
    const PermissionsBoundary = { PermissionsBoundaryArn: READ_ONLY };
    const dates = { UserId: 'AIDAEXAMPLE0000000000', CreateDate: new Date(0) };
    const Arn = `arn:aws:iam::${MOTO_ACCOUNT}:user/eve`;
    iam.on(GetUserCommand).resolves({ User: { Path: '/', UserName: 'eve', Arn, ...dates, PermissionsBoundary } });
    iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: [] });
    iam.on(ListAttachedUserPoliciesCommand).resolves({ AttachedPolicies: [] });
    expect(await iamEntity.read(entity('user/eve'), aws)).toMatchObject({ boundary: READ_ONLY });
  });

  test('a policy that is deleted while its role is read', async () => {
    iam.on(GetRoleCommand).resolves({
      Role: {
        Path: '/',
        RoleName: 'deployer',
        RoleId: 'AROAEXAMPLE0000000000',
        Arn: `arn:aws:iam::${MOTO_ACCOUNT}:role/deployer`,
        CreateDate: new Date(0),
      },
    });
    iam
      .on(ListRolePoliciesCommand, { Marker: undefined })
      .resolves({ PolicyNames: ['gone'], IsTruncated: true, Marker: 'next' })
      .on(ListRolePoliciesCommand, { Marker: 'next' })
      .resolves({ PolicyNames: ['there'], IsTruncated: false });
    iam.on(ListAttachedRolePoliciesCommand).resolves({ AttachedPolicies: [] });
    iam
      .on(GetRolePolicyCommand, { PolicyName: 'gone' })
      .rejects(awsError('NoSuchEntityException'))
      .on(GetRolePolicyCommand, { PolicyName: 'there' })
      .resolves({
        RoleName: 'deployer',
        PolicyName: 'there',
        PolicyDocument: encodeURIComponent(JSON.stringify(SOME)),
      });
    expect(await iamEntity.read(ref, aws)).toMatchObject({
      inline: exactly([{ name: 'there', document: SOME }]),
      attached: exactly([]),
    });
  });

  test('documents of managed policies are encoded for URLs, too', async () => {
    iam.on(GetPolicyCommand).resolves({ Policy: { Path: '/', DefaultVersionId: 'v1' } });
    iam.on(ListPolicyVersionsCommand).resolves({ Versions: [{ VersionId: 'v1' }, { VersionId: 'v2' }] });
    iam
      .on(GetPolicyVersionCommand, { VersionId: 'v1' })
      .resolves({ PolicyVersion: { Document: encodeURIComponent(JSON.stringify(SOME)) } })
      .on(GetPolicyVersionCommand, { VersionId: 'v2' })
      .rejects(awsError('NoSuchEntityException'));
    expect(await iamEntity.read(entity('policy/deployer'), aws)).toMatchObject({
      versions: exactly([{ id: 'v1', document: SOME }]),
      defaultVersion: 'v1',
    });
  });

  test('a change that AWS refuses fails', async () => {
    iam.rejects(awsError('UnmodifiableEntityException'));
    const denial = updateTrustPolicy({ before: SOME, after: TRUST });
    await expect(applyAction(ref, denial, aws)).rejects.toThrow('UnmodifiableEntityException');
  });
});
