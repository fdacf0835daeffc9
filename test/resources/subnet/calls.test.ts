import {
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteSubnetCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putIpv6, putPublicIpv4 } from '../../../shared/resources/subnet/actions.ts';
import subnet from '../../../shared/resources/subnet/reader.ts';
import rule from '../../../shared/rules/vpc/subnet-auto-assign-public-ip.ts';
import { applyAction, describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';

describeWithMoto('subnet: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(EC2Client, PLACE);

  async function make(): Promise<string> {
    const { Vpc } = await client.send(new CreateVpcCommand({ CidrBlock: '10.9.0.0/16' }));
    const made = await client.send(new CreateSubnetCommand({ VpcId: Vpc?.VpcId, CidrBlock: '10.9.1.0/24' }));
    return made.Subnet?.SubnetId ?? '';
  }

  test('a new one gives no addresses', async () => {
    expect(await subnet.read(refOn(subnet, await make()), aws)).toEqual({ publicIpv4: false, ipv6: false });
  });

  test('is changed as the actions say, and back', async () => {
    const ref = refOn(subnet, await make());
    await expectConforming(subnet, ref, putPublicIpv4({ before: false, after: true }), aws);
    await expectConforming(subnet, ref, putIpv6({ before: false, after: true }), aws);
  });

  test('a subnet that gives public addresses is found and mended', async () => {
    const ref = refOn(subnet, await make());
    await applyAction(ref, putPublicIpv4({ before: false, after: true }), aws);
    await expectMended(rule, subnet, ref, aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(subnet, await make());
    expect(await listed(subnet, aws)).toContain(ref.id);
    await client.send(new DeleteSubnetCommand({ SubnetId: ref.id }));
    expect(await subnet.read(ref, aws)).toBe(GONE);
    expect(await listed(subnet, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(subnet, refOn(subnet, await make()), motoAws());
  });
});

describe('subnet: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EC2Client, PLACE));
  afterAll(() => client.restore());

  test('every page is listed, without subnets that another account shares', async () => {
    const foreign = { SubnetId: 'subnet-3', OwnerId: '999988887777' };
    client
      .on(DescribeSubnetsCommand, { NextToken: undefined })
      .resolves({ Subnets: [{ SubnetId: 'subnet-1' }, foreign], NextToken: 'next' })
      .on(DescribeSubnetsCommand, { NextToken: 'next' })
      .resolves({ Subnets: [{ SubnetId: 'subnet-2' }] });
    expect(await listed(subnet, aws)).toEqual(['subnet-1', 'subnet-2']);
  });
});
