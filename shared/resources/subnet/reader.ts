import { DescribeSubnetsCommand, EC2Client, type Subnet as Ec2Subnet } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { type Subnet, subnet } from './kind.ts';

const permissions = { 'ec2:DescribeSubnets': '*' } as const;

export default defineReader(subnet, {
  permissions: { read: permissions, list: permissions },
  async read(ref, aws, onTags) {
    const found = await absentOn(['InvalidSubnetID.NotFound', 'InvalidSubnetID.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeSubnetsCommand({ SubnetIds: [ref.id] })),
    );
    const now = found?.Subnets?.[0];
    if (!now) return GONE;
    onTags?.(tagsIn(now.Tags));
    return subnetIn(now, ref.account);
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeSubnetsCommand({ MaxResults: 1000, NextToken: from }));
    return pageOfStates(
      found.Subnets,
      ({ SubnetId }) => SubnetId,
      (each) => subnetIn(each, place.account),
      found.NextToken,
    );
  },
});

/** AWS also returns subnets that another account shares. This account cannot change them. */
function subnetIn(now: Ec2Subnet, account: string): Subnet | Gone {
  if ((now.OwnerId ?? account) !== account) return GONE;
  return { publicIpv4: now.MapPublicIpOnLaunch ?? false, ipv6: now.AssignIpv6AddressOnCreation ?? false };
}
