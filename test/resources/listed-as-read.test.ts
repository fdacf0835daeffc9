import { isDeepStrictEqual } from 'node:util';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  PutRetentionPolicyCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import {
  AttachInternetGatewayCommand,
  CreateFlowLogsCommand,
  CreateInternetGatewayCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateVolumeCommand,
  CreateVpcCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import {
  AttachRolePolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  IAMClient,
  PutGroupPolicyCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateDBClusterCommand, CreateDBInstanceCommand, RDSClient } from '@aws-sdk/client-rds';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, describe, expect, test } from 'vitest';
import { readers } from '../../generated/readers.ts';
import { createAws } from '../../shared/aws/clients.ts';
import type { AnyReader, Place } from '../../shared/aws/reader.ts';
import { GONE } from '../../shared/core/kind.ts';
import { pagesOf } from '../../shared/core/pages.ts';
import { describeWithMoto, motoAws, PLACE, refOn } from '../support/aws.ts';
import { makeListener } from '../support/load-balancer.ts';

/** The kinds whose listing shows whole states, with something of each that is more than empty. */
const SHOWN = [
  'ebs-volume',
  'elb-listener',
  'iam-entity',
  'log-group',
  'network-acl',
  'rds-database',
  'route-table',
  'security-group',
  'subnet',
  'vpc',
];

const load = async (kind: string) => (await (readers[kind] ?? expect.fail(kind))()).default;

describeWithMoto('what a listing shows is what a read shows', () => {
  const aws = motoAws();
  const everybody = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } }],
  });

  beforeAll(async () => {
    const ec2 = aws.client(EC2Client, PLACE);
    const iam = aws.client(IAMClient, PLACE);
    const logs = aws.client(CloudWatchLogsClient, PLACE);
    const rds = aws.client(RDSClient, PLACE);
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand());
    await ec2.send(
      new AttachInternetGatewayCommand({ VpcId: Vpc?.VpcId, InternetGatewayId: InternetGateway?.InternetGatewayId }),
    );
    await ec2.send(
      new CreateFlowLogsCommand({
        ResourceType: 'VPC',
        ResourceIds: [Vpc?.VpcId ?? ''],
        TrafficType: 'ALL',
        LogGroupName: 'flows-listed',
        DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flows',
      }),
    );
    await ec2.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.1.0/24' }));
    await ec2.send(new CreateSecurityGroupCommand({ GroupName: 'listed', Description: 'x', VpcId: Vpc?.VpcId }));
    await ec2.send(new CreateVolumeCommand({ AvailabilityZone: 'eu-west-1a', Size: 1, Encrypted: true }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/listed' }));
    await logs.send(new CreateLogGroupCommand({ logGroupName: '/listed/kept' }));
    await logs.send(new PutRetentionPolicyCommand({ logGroupName: '/listed/kept', retentionInDays: 30 }));
    await makeListener(aws, PLACE, 'HTTP');
    await rds.send(
      new CreateDBInstanceCommand({
        DBInstanceIdentifier: 'listed',
        DBInstanceClass: 'db.t3.micro',
        Engine: 'postgres',
        AllocatedStorage: 20,
      }),
    );
    await rds.send(
      new CreateDBClusterCommand({
        DBClusterIdentifier: 'listed',
        Engine: 'aurora-mysql',
        MasterUsername: 'admin',
        MasterUserPassword: 'not-a-secret',
      }),
    );
    await iam.send(new CreateUserCommand({ UserName: 'listed', Path: '/people/' }));
    await iam.send(new PutUserPolicyCommand({ UserName: 'listed', PolicyName: 'all', PolicyDocument: everybody }));
    await iam.send(new CreateGroupCommand({ GroupName: 'listed' }));
    await iam.send(new PutGroupPolicyCommand({ GroupName: 'listed', PolicyName: 'all', PolicyDocument: everybody }));
    const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: 'listed', PolicyDocument: everybody }));
    await iam.send(
      new CreateRoleCommand({ RoleName: 'listed', AssumeRolePolicyDocument: trust, PermissionsBoundary: Policy?.Arn }),
    );
    await iam.send(new PutRolePolicyCommand({ RoleName: 'listed', PolicyName: 'all', PolicyDocument: everybody }));
    await iam.send(new AttachRolePolicyCommand({ RoleName: 'listed', PolicyArn: Policy?.Arn }));
  }, 60_000);

  /** The states by id that a listing shows otherwise than a read. */
  async function differing(reader: AnyReader, place: Place): Promise<Readonly<Record<string, unknown>>> {
    const found: Record<string, unknown> = {};
    let compared = 0;
    for await (const { ids, states } of pagesOf((from) => reader.list(place, aws, from))) {
      for (const id of ids) {
        const state = states?.get(id) ?? expect.fail(`the listing shows no state of ${id}`);
        const read = await reader.read(refOn(reader, id, place.region), aws);
        if (!isDeepStrictEqual(state, read)) found[id] = { id, state, read };
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(0);
    return found;
  }

  test.each(SHOWN)('%s', async (kind) => {
    const reader = await load(kind);
    const place = kind === 'iam-entity' ? { ...PLACE, region: 'us-east-1' } : PLACE;
    // Other tests change resources of the same stand-in between the two: what differs twice differs.
    const [once, again] = [await differing(reader, place), await differing(reader, place)];
    expect(
      Object.keys(once)
        .filter((id) => Object.hasOwn(again, id))
        .map((id) => again[id]),
    ).toEqual([]);
  });
});

test('no other kind claims to show states: its listing would have to be compared here', async () => {
  const { readFileSync } = await import('node:fs');
  const showing = Object.keys(readers).filter((kind) =>
    ['reader', 'api-listings'].some((file) => {
      try {
        const path = new URL(`../../shared/resources/${kind}/${file}.ts`, import.meta.url);
        return readFileSync(path, 'utf8').includes('pageOfStates');
      } catch {
        return false;
      }
    }),
  );
  expect(showing.sort()).toEqual(SHOWN);
});

describe('what other accounts share with this one is not judged as own', () => {
  const aws = createAws();
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  const shared = { OwnerId: '444455556666', VpcId: 'vpc-shared' };

  test('security groups and route tables of a shared VPC are neither listed nor read', async () => {
    ec2.on(DescribeSecurityGroupsCommand).resolves({
      SecurityGroups: [
        { ...shared, GroupId: 'sg-shared' },
        { GroupId: 'sg-own', OwnerId: PLACE.account },
      ],
    });
    ec2.on(DescribeSecurityGroupsCommand, { GroupIds: ['sg-shared'] }).resolves({ SecurityGroups: [shared] });
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [{ ...shared, RouteTableId: 'rtb-shared' }] });
    const [groups, tables] = [await load('security-group'), await load('route-table')];
    expect((await groups.list(PLACE, aws)).ids).toEqual(['sg-own']);
    expect(await groups.read(refOn(groups, 'sg-shared'), aws)).toBe(GONE);
    expect((await tables.list(PLACE, aws)).ids).toEqual([]);
    expect(await tables.read(refOn(tables, 'rtb-shared'), aws)).toBe(GONE);
  });
});
