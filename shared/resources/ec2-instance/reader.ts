import {
  DescribeAddressesCommand,
  DescribeImagesCommand,
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  EC2Client,
  type Instance,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { screenUserData } from './api-user-data.ts';
import { type Ec2Instance, ec2Instance, profileNameOf } from './kind.ts';
import { isRouted, ordered, type PublicAddress } from './public-address.ts';

const NO_SUCH = ['InvalidInstanceID.NotFound', 'InvalidInstanceID.Malformed'];
const NO_IMAGE = ['InvalidAMIID.NotFound', 'InvalidAMIID.Malformed', 'InvalidAMIID.Unavailable'];

export default defineReader(ec2Instance, {
  permissions: {
    read: {
      'ec2:DescribeInstances': '*',
      'ec2:DescribeInstanceAttribute': 'ec2:{region}:{account}:instance/*',
      'ec2:DescribeImages': '*',
      'ec2:DescribeAddresses': '*',
    },
    list: { 'ec2:DescribeInstances': '*' },
  },
  async read(ref, aws, onTags) {
    const ec2 = aws.client(EC2Client, ref);
    const found = await absentOn(NO_SUCH, () => ec2.send(new DescribeInstancesCommand({ InstanceIds: [ref.id] })));
    const now = found?.Reservations?.[0]?.Instances?.[0];
    if (!now || isTerminated(now)) return GONE;
    onTags?.(tagsIn(now.Tags));
    const [attribute, owners, addresses] = await Promise.all([
      absentOn(NO_SUCH, () =>
        ec2.send(new DescribeInstanceAttributeCommand({ InstanceId: ref.id, Attribute: 'userData' })),
      ),
      now.ImageId ? ownersOf(now.ImageId, ec2) : undefined,
      addressesOf(now, ref.account, ec2),
    ]);
    if (!attribute) return GONE;
    return {
      ...settingsIn(now),
      ...(owners === undefined ? {} : { imageOwners: owners }),
      userData: await screenUserData(attribute.UserData?.Value),
      addresses: exactly(ordered(addresses)),
    };
  },
  // The user data needs a call for each instance, so the listing shows ids only.
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeInstancesCommand({ MaxResults: 1000, NextToken: from }));
    const instances = (found.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
    return page(
      instances.filter((instance) => !isTerminated(instance)).map(({ InstanceId }) => InstanceId),
      found.NextToken,
    );
  },
});

/** EC2 shows a terminated instance for about an hour. It never comes back. */
function isTerminated({ State }: Instance): boolean {
  return State?.Name === 'terminated' || State?.Name === 'shutting-down';
}

function settingsIn({ MetadataOptions: options, IamInstanceProfile, ImageId, SubnetId }: Instance): Ec2Instance {
  return {
    ...(options?.HttpTokens ? { httpTokens: options.HttpTokens } : {}),
    ...(options?.HttpEndpoint ? { httpEndpoint: options.HttpEndpoint } : {}),
    ...(options?.HttpPutResponseHopLimit === undefined ? {} : { hopLimit: options.HttpPutResponseHopLimit }),
    profile: profileNameOf(IamInstanceProfile?.Arn) ?? null,
    ...(ImageId ? { image: ImageId } : {}),
    ...(SubnetId ? { subnet: SubnetId } : {}),
  };
}

/** `null`: the image is deregistered, or is no longer shared with this account. */
async function ownersOf(image: string, ec2: EC2Client): Promise<readonly string[] | null> {
  const found = await absentOn(NO_IMAGE, () => ec2.send(new DescribeImagesCommand({ ImageIds: [image] })));
  const now = found?.Images?.[0];
  return now ? [now.OwnerId, now.ImageOwnerAlias].filter((owner) => owner !== undefined) : null;
}

async function addressesOf(
  { InstanceId, NetworkInterfaces = [] }: Instance,
  account: string,
  ec2: EC2Client,
): Promise<readonly PublicAddress[]> {
  const isElastic = (owner: string | undefined) => owner === account;
  const ofInterfaces = NetworkInterfaces.flatMap(({ NetworkInterfaceId: networkInterface = '', ...each }) => {
    const isAssigned = each.Association !== undefined && !isElastic(each.Association.IpOwnerId);
    const ipv6 = (each.Ipv6Addresses ?? []).flatMap(({ Ipv6Address: name }): PublicAddress[] =>
      name && isRouted(name) ? [{ type: 'ipv6', name, networkInterface }] : [],
    );
    return isAssigned ? [{ type: 'assigned', networkInterface } satisfies PublicAddress, ...ipv6] : ipv6;
  });
  const hasElastic = NetworkInterfaces.some(({ Association, PrivateIpAddresses = [] }) =>
    [{ Association }, ...PrivateIpAddresses].some((each) => isElastic(each.Association?.IpOwnerId)),
  );
  if (!hasElastic || !InstanceId) return ofInterfaces;
  // Only this call shows the allocations, which events name.
  const { Addresses = [] } = await ec2.send(
    new DescribeAddressesCommand({ Filters: [{ Name: 'instance-id', Values: [InstanceId] }] }),
  );
  const elastic = Addresses.flatMap((each): PublicAddress[] => {
    const [name, networkInterface] = [each.AllocationId, each.NetworkInterfaceId];
    if (!name || !networkInterface) return [];
    return [
      {
        type: 'elastic',
        name,
        networkInterface,
        ...(each.PrivateIpAddress ? { privateIp: each.PrivateIpAddress } : {}),
      },
    ];
  });
  return [...elastic, ...ofInterfaces];
}
