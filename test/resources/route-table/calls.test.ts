import {
  AllocateAddressCommand,
  CreateEgressOnlyInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateManagedPrefixListCommand,
  CreateNatGatewayCommand,
  CreateNetworkInterfaceCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DescribeRouteTablesCommand,
  EC2Client,
  ReplaceRouteCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { createRoute, deleteRoute, replaceRoute } from '../../../shared/resources/route-table/actions.ts';
import routeTable from '../../../shared/resources/route-table/reader.ts';
import routeToInternetAdded from '../../../shared/rules/vpc/route-to-internet-added.ts';
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
import { awsError, expectMended } from '../../support/mend.ts';

const LOCAL = { destination: '10.0.0.0/16', target: 'local' };

describeWithMoto('route tables in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);
  const targets = { igw: '', nat: '', eigw: '', eni: '' };
  let vpc = '';
  let prefixList = '';
  let ref = refOn(routeTable, '');

  beforeAll(async () => {
    vpc = (await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }))).Vpc?.VpcId ?? '';
    const subnet = await ec2.send(new CreateSubnetCommand({ VpcId: vpc, CidrBlock: '10.0.1.0/24' }));
    const SubnetId = subnet.Subnet?.SubnetId;
    const gateway = await ec2.send(new CreateInternetGatewayCommand());
    const outward = await ec2.send(new CreateEgressOnlyInternetGatewayCommand({ VpcId: vpc }));
    const { AllocationId } = await ec2.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    const nat = await ec2.send(new CreateNatGatewayCommand({ SubnetId, AllocationId }));
    const eni = await ec2.send(new CreateNetworkInterfaceCommand({ SubnetId }));
    const list = await ec2.send(
      new CreateManagedPrefixListCommand({ PrefixListName: 'partners', MaxEntries: 1, AddressFamily: 'IPv4' }),
    );
    targets.igw = gateway.InternetGateway?.InternetGatewayId ?? '';
    targets.eigw = outward.EgressOnlyInternetGateway?.EgressOnlyInternetGatewayId ?? '';
    targets.nat = nat.NatGateway?.NatGatewayId ?? '';
    targets.eni = eni.NetworkInterface?.NetworkInterfaceId ?? '';
    prefixList = list.PrefixList?.PrefixListId ?? '';
  });

  beforeEach(async () => {
    const { RouteTable } = await ec2.send(new CreateRouteTableCommand({ VpcId: vpc }));
    ref = refOn(routeTable, RouteTable?.RouteTableId ?? expect.fail('no route table'));
  });

  test('a new table has the route of its VPC', async () => {
    expect(await routeTable.read(ref, aws)).toEqual({ vpc, routes: { items: [LOCAL], complete: true } });
  });

  test.each([
    ['0.0.0.0/0', 'igw'],
    ['198.51.100.0/24', 'nat'],
    ['192.0.2.0/24', 'eni'],
    ['::/0', 'eigw'],
    ['2001:db8::/32', 'igw'],
    ['a prefix list', 'igw'],
  ] as const)('a route to %s through %s comes and goes', async (to, through) => {
    const route = { destination: to === 'a prefix list' ? prefixList : to, target: targets[through] };

    await expectConforming(routeTable, ref, createRoute(route), aws);
    await applyAction(ref, createRoute(route), aws);
    await expectConforming(routeTable, ref, deleteRoute(route), aws);
  });

  test('a route is led elsewhere, and back', async () => {
    const destination = '0.0.0.0/0';
    await applyAction(ref, createRoute({ destination, target: targets.nat }), aws);
    const replaced = replaceRoute({ destination, before: targets.nat, after: targets.igw });
    await expectConforming(routeTable, ref, replaced, aws);
  });

  test('a route to the same destination through something else is not taken for the one that is wanted', async () => {
    const destination = '0.0.0.0/0';
    await applyAction(ref, createRoute({ destination, target: targets.nat }), aws);
    await expect(applyAction(ref, createRoute({ destination, target: targets.igw }), aws)).rejects.toThrow(
      'already exists',
    );
    expect(await routeTable.read(ref, aws)).toMatchObject({
      routes: { items: [{ destination, target: targets.nat }, LOCAL] },
    });
  });

  test('routes to the internet are found and deleted', async () => {
    await applyAction(ref, createRoute({ destination: '0.0.0.0/0', target: targets.igw }), aws);
    await applyAction(ref, createRoute({ destination: '::/0', target: targets.igw }), aws);
    await expectMended(routeToInternetAdded, routeTable, ref, aws);
  });

  test('a table that is deleted is gone, and listed no more', async () => {
    expect(await listed(routeTable, aws)).toContain(ref.id);
    await ec2.send(new DeleteRouteTableCommand({ RouteTableId: ref.id }));
    expect(await routeTable.read(ref, aws)).toBe(GONE);
    expect(await listed(routeTable, aws)).not.toContain(ref.id);
  });
});

describe('route tables (calls mocked: moto has no pages, and not every target and origin)', () => {
  const aws = createAws();
  const ref = refOn(routeTable, 'rtb-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => ec2.reset());

  test('every target; what comes and goes without an event is left out', async () => {
    const to = (DestinationCidrBlock: string) => ({ DestinationCidrBlock, State: 'active' as const });
    ec2.on(DescribeRouteTablesCommand).resolves({
      RouteTables: [
        {
          VpcId: 'vpc-1',
          Routes: [
            { ...to('10.9.0.0/16'), GatewayId: 'vgw-1', Origin: 'EnableVgwRoutePropagation' },
            { ...to('10.8.0.0/16'), NetworkInterfaceId: 'eni-8', Origin: 'Advertisement' },
            { ...to('10.3.0.0/16'), InstanceId: 'i-3', InstanceOwnerId: 'x', NetworkInterfaceId: 'eni-3' },
            { ...to('10.2.0.0/16'), TransitGatewayId: 'tgw-2', Origin: 'CreateRoute' },
            { DestinationPrefixListId: 'pl-1', GatewayId: 'vpce-1', Origin: 'CreateRoute' },
          ],
        },
      ],
    });
    expect(await routeTable.read(ref, aws)).toEqual({
      vpc: 'vpc-1',
      routes: {
        items: [
          { destination: '10.2.0.0/16', target: 'tgw-2' },
          { destination: '10.3.0.0/16', target: 'eni-3' },
          { destination: 'pl-1', target: 'vpce-1' },
        ],
        complete: true,
      },
    });
  });

  test('a route with a target of a new kind leaves the table in doubt', async () => {
    ec2.on(DescribeRouteTablesCommand).resolves({ RouteTables: [{ Routes: [{ DestinationCidrBlock: '0.0.0.0/0' }] }] });
    expect(await routeTable.read(ref, aws)).toEqual({ routes: { items: [], complete: false } });
  });

  test.each([
    ['local', { LocalTarget: true }],
    ['pcx-1', { VpcPeeringConnectionId: 'pcx-1' }],
    ['vpce-1', { VpcEndpointId: 'vpce-1' }],
    ['i-1', { InstanceId: 'i-1' }],
    ['arn:aws:networkmanager::1:core-network/c', { CoreNetworkArn: 'arn:aws:networkmanager::1:core-network/c' }],
  ])('is led to %s', async (after, target) => {
    ec2.on(ReplaceRouteCommand).resolves({});
    await applyAction(ref, replaceRoute({ destination: '10.9.0.0/16', before: 'igw-1', after }), aws);
    expect(ec2.commandCalls(ReplaceRouteCommand)[0]?.args[0].input).toEqual({
      RouteTableId: ref.id,
      DestinationCidrBlock: '10.9.0.0/16',
      ...target,
    });
  });

  test('a target that no parameter takes', async () => {
    const route = createRoute({ destination: '10.9.0.0/16', target: 'new-1' });
    await expect(applyAction(ref, route, aws)).rejects.toThrow('no parameter of CreateRoute takes the target new-1');
  });

  test('what cannot be done fails, and is not taken for done', async () => {
    ec2.on(CreateRouteCommand).rejects(awsError('RouteAlreadyExists'));
    ec2.on(DescribeRouteTablesCommand).rejects(awsError('UnauthorizedOperation'));
    const route = { destination: '0.0.0.0/0', target: 'nat-1' };
    await expect(applyAction(ref, createRoute(route), aws)).rejects.toThrow('UnauthorizedOperation');
    ec2.on(CreateRouteCommand).rejects(awsError('RouteLimitExceeded'));
    await expect(applyAction(ref, createRoute(route), aws)).rejects.toThrow('RouteLimitExceeded');
    ec2.on(DeleteRouteCommand).rejects(awsError('InvalidParameterValue'));
    await expect(applyAction(ref, deleteRoute(route), aws)).rejects.toThrow('InvalidParameterValue');
  });

  test.each(['InvalidRouteTableID.NotFound', 'InvalidRouteTableId.Malformed'])('%s: gone', async (name) => {
    ec2.on(DescribeRouteTablesCommand).rejects(awsError(name));
    expect(await routeTable.read(ref, aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    ec2.on(DescribeRouteTablesCommand).rejects(awsError('UnauthorizedOperation'));
    await expect(routeTable.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('every page of tables, but those of VPCs that another account shares', async () => {
    const [own, shared] = [{ OwnerId: MOTO_ACCOUNT }, { OwnerId: '444455556666' }];
    ec2
      .on(DescribeRouteTablesCommand)
      .resolves({ RouteTables: [{ RouteTableId: 'rtb-1', ...own }], NextToken: 'more' })
      .on(DescribeRouteTablesCommand, { NextToken: 'more' })
      .resolves({
        RouteTables: [
          { RouteTableId: 'rtb-2', ...shared },
          { RouteTableId: 'rtb-3', ...own },
        ],
      });
    expect(await listed(routeTable, aws)).toEqual(['rtb-1', 'rtb-3']);
  });
});
