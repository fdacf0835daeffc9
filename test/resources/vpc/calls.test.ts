import {
  AttachInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateVpcCommand,
  DeleteInternetGatewayCommand,
  DeleteVpcCommand,
  DescribeFlowLogsCommand,
  DescribeInternetGatewaysCommand,
  DescribeVpcsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { attachInternetGateway, detachInternetGateway } from '../../../shared/resources/vpc/actions.ts';
import vpc from '../../../shared/resources/vpc/reader.ts';
import gatewayAttached from '../../../shared/rules/vpc/vpc-internet-gateway-attached.ts';
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

describeWithMoto('VPCs in AWS', () => {
  const aws = motoAws();
  const ec2 = aws.client(EC2Client, PLACE);
  let ref = refOn(vpc, '');
  let gateway = '';

  async function createVpc(): Promise<ReturnType<typeof refOn>> {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    return refOn(vpc, Vpc?.VpcId ?? expect.fail('no VPC'));
  }

  beforeEach(async () => {
    ref = await createVpc();
    const { InternetGateway } = await ec2.send(new CreateInternetGatewayCommand());
    gateway = InternetGateway?.InternetGatewayId ?? expect.fail('no internet gateway');
  });

  test('a new VPC has neither flow logs nor an internet gateway', async () => {
    expect(await vpc.read(ref, aws)).toEqual({
      flowLogs: { items: [], complete: true },
      deletedFlowLogs: [],
      internetGateway: null,
    });
  });

  test('an internet gateway comes and goes', async () => {
    await expectConforming(vpc, ref, attachInternetGateway({ gateway }), aws);
    await applyAction(ref, attachInternetGateway({ gateway }), aws);
    await expectConforming(vpc, ref, detachInternetGateway({ gateway }), aws);
  });

  test('a VPC with an internet gateway is found and mended', async () => {
    await applyAction(ref, attachInternetGateway({ gateway }), aws);
    await expectMended(gatewayAttached, vpc, ref, aws);
  });

  test("another VPC's gateway stays where it is", async () => {
    const other = await createVpc();
    await ec2.send(new AttachInternetGatewayCommand({ InternetGatewayId: gateway, VpcId: other.id }));
    await expect(applyAction(ref, attachInternetGateway({ gateway }), aws)).rejects.toThrow('already associated');
    await applyAction(ref, detachInternetGateway({ gateway }), aws);
    expect(await vpc.read(other, aws)).toMatchObject({ internetGateway: gateway });
  });

  test('a gateway that is deleted is detached, and cannot be attached', async () => {
    await ec2.send(new DeleteInternetGatewayCommand({ InternetGatewayId: gateway }));
    await applyAction(ref, detachInternetGateway({ gateway }), aws);
    await expect(applyAction(ref, attachInternetGateway({ gateway }), aws)).rejects.toThrow('does not exist');
  });

  test('a VPC that is deleted is gone, and listed no more', async () => {
    expect(await listed(vpc, aws)).toContain(ref.id);
    await ec2.send(new DeleteVpcCommand({ VpcId: ref.id }));
    expect(await vpc.read(ref, aws)).toBe(GONE);
    expect(await listed(vpc, aws)).not.toContain(ref.id);
  });
});

describe('VPCs (calls mocked: moto denies nothing, and has neither pages nor shared VPCs)', () => {
  const aws = createAws();
  const ref = refOn(vpc, 'vpc-0123456789abcdef0');
  const ec2 = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => {
    ec2.reset();
    ec2.on(DescribeVpcsCommand).resolves({ Vpcs: [{ VpcId: ref.id }] });
    ec2.on(DescribeInternetGatewaysCommand).resolves({ InternetGateways: [] });
    ec2.on(DescribeFlowLogsCommand).resolves({ FlowLogs: [] });
  });

  test('of the VPC of a flow log that was deleted nothing can be read, which is not that it is gone', async () => {
    const state = await vpc.read({ ...ref, id: 'fl-0123456789abcdef0' }, aws);
    expect(state).toEqual({ flowLogs: { items: [], complete: false }, deletedFlowLogs: [] });
    expect(ec2.calls()).toEqual([]);
  });

  test.each(['InvalidVpcID.NotFound', 'InvalidVpcID.Malformed'])('%s: gone', async (name) => {
    ec2.on(DescribeVpcsCommand).rejects(awsError(name));
    expect(await vpc.read(ref, aws)).toBe(GONE);
  });

  test.each([DescribeVpcsCommand, DescribeFlowLogsCommand, DescribeInternetGatewaysCommand])(
    'a call that is denied proves nothing: %o',
    async (command) => {
      ec2.on(command).rejects(awsError('UnauthorizedOperation'));
      await expect(vpc.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
    },
  );

  test('a gateway that cannot be detached, as public addresses are in use', async () => {
    ec2.onAnyCommand().rejects(awsError('DependencyViolation'));
    await expect(applyAction(ref, detachInternetGateway({ gateway: 'igw-1' }), aws)).rejects.toThrow('Dependency');
  });

  test('every page of VPCs, but those that another account shares', async () => {
    const [own, shared] = [{ OwnerId: MOTO_ACCOUNT }, { OwnerId: '444455556666' }];
    ec2
      .on(DescribeVpcsCommand)
      .resolves({ Vpcs: [{ VpcId: 'vpc-1', ...own }], NextToken: 'more' })
      .on(DescribeVpcsCommand, { NextToken: 'more' })
      .resolves({
        Vpcs: [
          { VpcId: 'vpc-2', ...shared },
          { VpcId: 'vpc-3', ...own },
        ],
      });
    expect(await listed(vpc, aws)).toEqual(['vpc-1', 'vpc-3']);
  });
});
