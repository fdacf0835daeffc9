import {
  AssignIpv6AddressesCommand,
  AssociateAddressCommand,
  DescribeAddressesCommand,
  DescribeNetworkInterfacesCommand,
  DisassociateAddressCommand,
  type EC2Client,
  ModifyNetworkInterfaceAttributeCommand,
  UnassignIpv6AddressesCommand,
} from '@aws-sdk/client-ec2';
import type { PublicAddress } from './public-address.ts';

/**
 * Gives an address to its network interface, or takes it away. What is so already is left.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html
 */
export async function putAddress(ec2: EC2Client, address: PublicAddress, isOn: boolean): Promise<void> {
  if (address.type === 'elastic') return isOn ? associate(ec2, address) : disassociate(ec2, address);
  if (address.type === 'ipv6') return putIpv6(ec2, address, isOn);
  await ec2.send(
    new ModifyNetworkInterfaceAttributeCommand({
      NetworkInterfaceId: address.networkInterface,
      AssociatePublicIpAddress: isOn,
    }),
  );
}

/** The association of the address with its network interface, if it has one. */
async function associationOf(ec2: EC2Client, { name = '', networkInterface }: PublicAddress) {
  const { Addresses } = await ec2.send(new DescribeAddressesCommand({ AllocationIds: [name] }));
  return Addresses?.find(({ NetworkInterfaceId }) => NetworkInterfaceId === networkInterface)?.AssociationId;
}

async function associate(ec2: EC2Client, address: PublicAddress): Promise<void> {
  if (await associationOf(ec2, address)) return;
  await ec2.send(
    new AssociateAddressCommand({
      AllocationId: address.name,
      NetworkInterfaceId: address.networkInterface,
      PrivateIpAddress: address.privateIp,
      AllowReassociation: false,
    }),
  );
}

async function disassociate(ec2: EC2Client, address: PublicAddress): Promise<void> {
  const association = await associationOf(ec2, address);
  if (association) await ec2.send(new DisassociateAddressCommand({ AssociationId: association }));
}

async function putIpv6(ec2: EC2Client, { name = '', networkInterface = '' }: PublicAddress, isOn: boolean) {
  const { NetworkInterfaces } = await ec2.send(
    new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: [networkInterface] }),
  );
  const has = NetworkInterfaces?.[0]?.Ipv6Addresses?.some(({ Ipv6Address }) => Ipv6Address === name) ?? false;
  if (has === isOn) return;
  const given = { NetworkInterfaceId: networkInterface, Ipv6Addresses: [name] };
  await (isOn ? ec2.send(new AssignIpv6AddressesCommand(given)) : ec2.send(new UnassignIpv6AddressesCommand(given)));
}
