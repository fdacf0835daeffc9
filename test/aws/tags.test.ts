import {
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSnapshotCommand,
  CreateTagsCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeTagsCommand,
  EC2Client,
  RegisterImageCommand,
} from '@aws-sdk/client-ec2';
import {
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  ListUserTagsCommand,
} from '@aws-sdk/client-iam';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { CreateBucketCommand, PutBucketTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, test } from 'vitest';
import { readers } from '../../generated/readers.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { tagsOf } from '../../shared/aws/tags.ts';
import { GONE } from '../../shared/core/kind.ts';
import { ami } from '../../shared/resources/ami/kind.ts';
import { ebsSnapshot } from '../../shared/resources/ebs-snapshot/kind.ts';
import { ebsVolume } from '../../shared/resources/ebs-volume/kind.ts';
import { iamEntity } from '../../shared/resources/iam-entity/kind.ts';
import { routeTable } from '../../shared/resources/route-table/kind.ts';
import { s3Bucket } from '../../shared/resources/s3-bucket/kind.ts';
import { securityGroup } from '../../shared/resources/security-group/kind.ts';
import { vpc } from '../../shared/resources/vpc/kind.ts';
import { describeWithMoto, MOTO_ACCOUNT, motoAws, PLACE } from '../support/aws.ts';
import { awsError } from '../support/mend.ts';

/** Other tests use the real clients of the same process. */
const mocks: { restore(): void }[] = [];
afterEach(() => {
  for (const mock of mocks.splice(0)) mock.restore();
});
const mocked: typeof mockClient = (client) => {
  const mock = mockClient(client);
  mocks.push(mock);
  return mock;
};

const Tags = [{ Key: 'plumbline:exempt', Value: 'until=2026-12-31 owner=jane reason=bastion' }];
const TAGS = { 'plumbline:exempt': 'until=2026-12-31 owner=jane reason=bastion' };
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});
const GLOBAL = { account: MOTO_ACCOUNT, region: 'us-east-1' };

describeWithMoto('the tags of a resource in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);
  const iam = aws.client(IAMClient, GLOBAL);

  async function expectTags(kind: { name: string; arn?(ref: never): string }, id: string, place = PLACE) {
    const arn = kind.arn?.({ kind: kind.name, ...place, id } as never) ?? expect.fail('no ARN');
    expect(await tagsOf({ arn, region: place.region }, aws)).toEqual(TAGS);
  }

  test.each([
    ['AMI', ami, async () => (await ec2.send(new RegisterImageCommand({ Name: 'tagged' }))).ImageId],
    [
      'EBS snapshot',
      ebsSnapshot,
      async () => {
        const { VolumeId } = await ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1 }));
        return (await ec2.send(new CreateSnapshotCommand({ VolumeId }))).SnapshotId;
      },
    ],
    [
      'security group',
      securityGroup,
      async () => (await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'tagged', Description: 'x' }))).GroupId,
    ],
  ])('%s', async (_, kind, make) => {
    const id = (await make()) ?? expect.fail('nothing was made');
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    await expectTags(kind, id);
  });

  /** The tags that the answer with the state brings. */
  async function expectTagsWithState(kind: { name: string }, id: string, place = PLACE) {
    const reader = (await readers[kind.name]?.())?.default ?? expect.fail('no reader');
    const brought: object[] = [];
    expect(await reader.read({ kind: kind.name, ...place, id }, aws, (tags) => brought.push(tags))).not.toBe(GONE);
    expect(brought).toEqual([TAGS]);
  }

  test.each([
    [
      'security group',
      securityGroup,
      async () => (await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'both', Description: 'x' }))).GroupId,
    ],
    [
      'EBS volume',
      ebsVolume,
      async () => (await ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1 }))).VolumeId,
    ],
    ['VPC', vpc, async () => (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }))).Vpc?.VpcId],
    [
      'route table',
      routeTable,
      async () => {
        const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.8.0.0/16' }));
        return (await ec2.send(new CreateRouteTableCommand({ VpcId: Vpc?.VpcId }))).RouteTable?.RouteTableId;
      },
    ],
  ])('%s: they come with the state, and need no call', async (_, kind, make) => {
    const id = (await make()) ?? expect.fail('nothing was made');
    await ec2.send(new CreateTagsCommand({ Resources: [id], Tags }));
    await expectTagsWithState(kind, id);
  });

  test('IAM user, role and policy, also below a path', async () => {
    const Path = '/team/';
    await iam.send(new CreateUserCommand({ UserName: 'tagged', Path, Tags }));
    await iam.send(new CreateRoleCommand({ RoleName: 'tagged', Path, AssumeRolePolicyDocument: TRUST, Tags }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
    });
    await iam.send(new CreatePolicyCommand({ PolicyName: 'tagged', Path, PolicyDocument, Tags }));
    await expectTags(iamEntity, 'user/tagged', GLOBAL);
    await expectTags(iamEntity, 'role/tagged', GLOBAL);
    await expectTags(iamEntity, 'policy/team/tagged', GLOBAL);
    for (const id of ['user/tagged', 'role/tagged', 'policy/team/tagged'])
      await expectTagsWithState(iamEntity, id, GLOBAL);
  });

  test('S3 bucket', async () => {
    const s3 = aws.client(S3Client, PLACE);
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' as const };
    await s3.send(new CreateBucketCommand({ Bucket: 'tagged-bucket', CreateBucketConfiguration }));
    await s3.send(new PutBucketTaggingCommand({ Bucket: 'tagged-bucket', Tagging: { TagSet: Tags } }));
    await expectTags(s3Bucket, 'tagged-bucket');
  });
});

describe('tags that cannot be had', () => {
  const aws = createAws({ maxAttempts: 1 });
  const arnOf = (resource: string) => ({ arn: `arn:aws:${resource}`, region: 'us-east-1' });

  test('a group, and what has no ARN, has none, and nobody is asked', async () => {
    const iam = mocked(IAMClient);
    expect(await tagsOf(arnOf('iam::111122223333:group/admins'), aws)).toEqual({});
    expect(await tagsOf({ region: 'eu-west-1' }, aws)).toEqual({});
    expect(iam.calls()).toHaveLength(0);
  });

  test('an entity that is gone has none', async () => {
    mocked(IAMClient).on(ListRoleTagsCommand).rejects(awsError('NoSuchEntityException'));
    expect(await tagsOf(arnOf('iam::111122223333:role/gone'), aws)).toEqual({});
  });

  test('a refusal is thrown, never taken for "no tags"', async () => {
    const denied = awsError('AccessDenied');
    mocked(IAMClient)
      .on(ListRoleTagsCommand)
      .rejects(denied)
      .on(ListUserTagsCommand)
      .rejects(denied)
      .on(ListPolicyTagsCommand)
      .rejects(denied);
    mocked(EC2Client).on(DescribeTagsCommand).rejects(denied);
    mocked(ResourceGroupsTaggingAPIClient).on(GetResourcesCommand).rejects(denied);
    for (const resource of [
      'iam::111122223333:role/a',
      'iam::111122223333:user/a',
      'iam::111122223333:policy/a',
      'ec2:eu-west-1:111122223333:security-group/sg-1',
      's3:::bucket',
    ]) {
      await expect(tagsOf(arnOf(resource), aws)).rejects.toThrow(denied);
    }
  });
});
