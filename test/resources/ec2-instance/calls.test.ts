import { gzipSync } from 'node:zlib';
import {
  AllocateAddressCommand,
  AssignIpv6AddressesCommand,
  AssociateAddressCommand,
  CreateImageCommand,
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeNetworkInterfacesCommand,
  DisassociateAddressCommand,
  EC2Client,
  ModifyInstanceMetadataOptionsCommand,
  ModifyNetworkInterfaceAttributeCommand,
  RunInstancesCommand,
  type RunInstancesCommandInput,
  TerminateInstancesCommand,
  UnassignIpv6AddressesCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { whyOf } from '../../../shared/aws/failure.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { exactly } from '../../../shared/core/listing.ts';
import {
  addPublicAddress,
  putHopLimit,
  putHttpTokens,
  removePublicAddress,
} from '../../../shared/resources/ec2-instance/actions.ts';
import instance from '../../../shared/resources/ec2-instance/reader.ts';
import rule from '../../../shared/rules/ec2/ec2-imdsv1-allowed.ts';
import { applyAction, describeWithMoto, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { awsError, expectMended } from '../../support/mend.ts';

const encoded = (text: string) => Buffer.from(text).toString('base64');
const SCRIPT = '#!/bin/bash\nset -e\nyum install -y nginx\nexport DB_PASSWORD=8fK2pQ7vLx9mTz4w\n';

describeWithMoto('EC2 instance: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(EC2Client, PLACE);

  let image = '';
  beforeAll(async () => {
    const made = await client.send(new RunInstancesCommand({ ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 }));
    const InstanceId = made.Instances?.[0]?.InstanceId;
    image = (await client.send(new CreateImageCommand({ InstanceId, Name: 'of-an-instance' }))).ImageId ?? '';
  });

  async function make(parts: Partial<RunInstancesCommandInput> = {}): Promise<string> {
    const made = await client.send(new RunInstancesCommand({ ImageId: image, MinCount: 1, MaxCount: 1, ...parts }));
    return made.Instances?.[0]?.InstanceId ?? '';
  }

  test('is read, with the owner of its image', async () => {
    expect(await instance.read(refOn(instance, await make()), aws)).toMatchObject({
      httpTokens: 'optional',
      httpEndpoint: 'enabled',
      hopLimit: 1,
      profile: null,
      image,
      imageOwners: expect.arrayContaining([expect.any(String)]),
      userData: null,
    });
  });

  test('a secret in the user data is found, and nothing else of it is shown', async () => {
    const state = await instance.read(refOn(instance, await make({ UserData: encoded(SCRIPT) })), aws);
    expect(state).toMatchObject({ userData: { detection: { detector: 'embedded-secret' } } });
    expect(JSON.stringify(state)).not.toMatch(/8fK2|nginx/);
  });

  test('an instance that serves IMDSv1 is found and mended', async () => {
    await expectMended(rule, instance, refOn(instance, await make()), aws);
  });

  test('an Elastic IP address is found, taken, and given back', async () => {
    const ref = refOn(instance, await make());
    const { AllocationId } = await client.send(new AllocateAddressCommand({ Domain: 'vpc' }));
    await client.send(new AssociateAddressCommand({ InstanceId: ref.id, AllocationId }));
    const { Addresses } = await client.send(new DescribeAddressesCommand({ AllocationIds: [AllocationId ?? ''] }));
    const address = {
      type: 'elastic',
      name: AllocationId ?? '',
      networkInterface: Addresses?.[0]?.NetworkInterfaceId ?? '',
    } as const;
    for (const [action, isThere] of [
      [removePublicAddress(address), false],
      [removePublicAddress(address), false],
      [addPublicAddress(address), true],
      [addPublicAddress(address), true],
    ] as const) {
      await applyAction(ref, action, aws);
      const now = await client.send(new DescribeAddressesCommand({ AllocationIds: [address.name] }));
      expect(now.Addresses?.[0]?.AssociationId !== undefined).toBe(isThere);
    }
  });

  test('one that is terminated is gone, and listed no more', async () => {
    const ref = refOn(instance, await make());
    expect(await listed(instance, aws)).toContain(ref.id);
    await client.send(new TerminateInstancesCommand({ InstanceIds: [ref.id] }));
    expect(await instance.read(ref, aws)).toBe(GONE);
    expect(await listed(instance, aws)).not.toContain(ref.id);
  });

  test('one that never was is gone', async () => {
    expect(await instance.read(refOn(instance, 'i-0123456789abcdef0'), aws)).toBe(GONE);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(instance, refOn(instance, await make()), motoAws());
  });
});

describe('EC2 instance: answers that moto does not give (aws-sdk-client-mock)', () => {
  const aws = createAws();
  const client = mockClient(aws.client(EC2Client, PLACE));
  const ref = refOn(instance, 'i-1');
  const profile = { Arn: 'arn:aws:iam::123456789012:instance-profile/web/shop' };

  beforeEach(() => {
    client.reset();
    client
      .on(DescribeInstancesCommand)
      .resolves({
        Reservations: [{ Instances: [{ InstanceId: 'i-1', ImageId: 'ami-1', IamInstanceProfile: profile }] }],
      })
      .on(DescribeInstanceAttributeCommand)
      .resolves({})
      .on(DescribeImagesCommand)
      .resolves({ Images: [{ ImageId: 'ami-1', OwnerId: '137112412989', ImageOwnerAlias: 'amazon' }] });
  });
  afterAll(() => client.restore());

  const userData = (Value: string) => client.on(DescribeInstanceAttributeCommand).resolves({ UserData: { Value } });

  test('the name of the profile and the alias of the image are read', async () => {
    expect(await instance.read(ref, aws)).toEqual({
      profile: 'shop',
      image: 'ami-1',
      imageOwners: ['137112412989', 'amazon'],
      userData: null,
      addresses: { items: [], complete: true },
    });
  });

  test('the public addresses of all network interfaces are read', async () => {
    const own = { IpOwnerId: ref.account, PublicIp: '203.0.113.1' };
    client
      .on(DescribeInstancesCommand)
      .resolves({
        Reservations: [
          {
            Instances: [
              {
                InstanceId: 'i-1',
                SubnetId: 'subnet-1',
                NetworkInterfaces: [
                  {
                    NetworkInterfaceId: 'eni-1',
                    Association: { IpOwnerId: 'amazon', PublicIp: '203.0.113.2' },
                    Ipv6Addresses: [{ Ipv6Address: '2001:db8::1' }, { Ipv6Address: 'fd00::1' }],
                  },
                  { NetworkInterfaceId: 'eni-2', PrivateIpAddresses: [{}, { Association: own }] },
                ],
              },
            ],
          },
        ],
      })
      .on(DescribeAddressesCommand)
      .resolves({
        Addresses: [{ AllocationId: 'eipalloc-1', NetworkInterfaceId: 'eni-2', PrivateIpAddress: '10.0.1.11' }],
      });
    expect(await instance.read(ref, aws)).toMatchObject({
      subnet: 'subnet-1',
      addresses: exactly([
        { type: 'assigned', networkInterface: 'eni-1' },
        { type: 'elastic', name: 'eipalloc-1', networkInterface: 'eni-2', privateIp: '10.0.1.11' },
        { type: 'ipv6', name: '2001:db8::1', networkInterface: 'eni-1' },
      ]),
    });
  });

  test('the assigned address is switched off and on', async () => {
    client.on(ModifyNetworkInterfaceAttributeCommand).resolves({});
    const address = { type: 'assigned', networkInterface: 'eni-1' } as const;
    await applyAction(ref, removePublicAddress(address), aws);
    await applyAction(ref, addPublicAddress(address), aws);
    expect(client.commandCalls(ModifyNetworkInterfaceAttributeCommand).map(({ args }) => args[0].input)).toEqual([
      { NetworkInterfaceId: 'eni-1', AssociatePublicIpAddress: false },
      { NetworkInterfaceId: 'eni-1', AssociatePublicIpAddress: true },
    ]);
  });

  test('an Elastic IP address that serves another network interface by now is left there', async () => {
    client
      .on(DescribeAddressesCommand)
      .resolves({ Addresses: [{ NetworkInterfaceId: 'eni-2', AssociationId: 'eipassoc-2' }] });
    const address = { type: 'elastic', name: 'eipalloc-1', networkInterface: 'eni-1' } as const;
    await applyAction(ref, removePublicAddress(address), aws);
    expect(client.commandCalls(DisassociateAddressCommand)).toEqual([]);
    client.on(AssociateAddressCommand).rejects(awsError('Resource.AlreadyAssociated'));
    await expect(applyAction(ref, addPublicAddress(address), aws)).rejects.toSatisfy(
      (error) => whyOf(error) === 'The address is in use elsewhere by now.',
    );
  });

  test('an IPv6 address is taken and given once', async () => {
    const address = { type: 'ipv6', name: '2001:db8::1', networkInterface: 'eni-1' } as const;
    const interfaceWith = (...Ipv6Addresses: { Ipv6Address: string }[]) =>
      client.on(DescribeNetworkInterfacesCommand).resolves({ NetworkInterfaces: [{ Ipv6Addresses }] });
    client.on(AssignIpv6AddressesCommand).resolves({}).on(UnassignIpv6AddressesCommand).resolves({});
    interfaceWith({ Ipv6Address: '2001:db8::1' });
    await applyAction(ref, addPublicAddress(address), aws);
    await applyAction(ref, removePublicAddress(address), aws);
    interfaceWith({ Ipv6Address: '2001:db8::2' });
    await applyAction(ref, removePublicAddress(address), aws);
    await applyAction(ref, addPublicAddress(address), aws);
    const input = { NetworkInterfaceId: 'eni-1', Ipv6Addresses: ['2001:db8::1'] };
    expect(client.commandCalls(UnassignIpv6AddressesCommand).map(({ args }) => args[0].input)).toEqual([input]);
    expect(client.commandCalls(AssignIpv6AddressesCommand).map(({ args }) => args[0].input)).toEqual([input]);
  });

  test.each([
    ['is not shown', () => client.on(DescribeImagesCommand).resolves({ Images: [] })],
    ['is deregistered', () => client.on(DescribeImagesCommand).rejects(awsError('InvalidAMIID.Unavailable'))],
  ])('an image that %s has no known owner', async (_, answer) => {
    answer();
    expect(await instance.read(ref, aws)).toMatchObject({ imageOwners: null });
  });

  test('compressed user data is judged', async () => {
    userData(gzipSync(SCRIPT).toString('base64'));
    expect(await instance.read(ref, aws)).toMatchObject({ userData: { detection: expect.anything() } });
  });

  test.each([
    ['damaged', Buffer.concat([gzipSync(SCRIPT).subarray(0, 30)])],
    ['too long', gzipSync('a'.repeat(2 ** 21))],
  ])('compressed user data that is %s was not judged', async (_, bytes) => {
    userData(bytes.toString('base64'));
    expect(await instance.read(ref, aws)).toMatchObject({ userData: { name: 'user data' } });
    expect(await instance.read(ref, aws)).not.toHaveProperty('userData.value');
  });

  // moto resets the options that a call does not name.
  test.each([
    [putHttpTokens({ before: 'optional', after: 'required' }), { HttpTokens: 'required' }],
    [putHopLimit({ before: 2, after: 1 }), { HttpPutResponseHopLimit: 1 }],
  ])('%j names no other option', async (action, input) => {
    client.on(ModifyInstanceMetadataOptionsCommand).resolves({});
    await applyAction(ref, action, aws);
    const [call, ...more] = client.commandCalls(ModifyInstanceMetadataOptionsCommand);
    expect(call?.args[0].input).toEqual({ InstanceId: 'i-1', ...input });
    expect(more).toEqual([]);
  });

  test('every page is listed, without what is being terminated', async () => {
    const ending = { InstanceId: 'i-2', State: { Name: 'shutting-down' } } as const;
    client
      .on(DescribeInstancesCommand, { NextToken: undefined })
      .resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-1' }, ending] }], NextToken: 'next' })
      .on(DescribeInstancesCommand, { NextToken: 'next' })
      .resolves({ Reservations: [{ Instances: [{ InstanceId: 'i-3' }] }] });
    expect(await listed(instance, aws)).toEqual(['i-1', 'i-3']);
  });
});
