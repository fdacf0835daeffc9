import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroup as Ec2Group,
  type IpPermission,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type Permission, permissionKey, type SecurityGroup, securityGroup } from './kind.ts';
import { EVERY_PROTOCOL, portsIn, protocolFrom } from './protocol.ts';

const PERMISSIONS = { 'ec2:DescribeSecurityGroups': '*' };

export default defineReader(securityGroup, {
  permissions: { read: PERMISSIONS, list: PERMISSIONS },
  async read(ref, aws, onTags) {
    const client = aws.client(EC2Client, ref);
    const found = await absentOn(['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], () =>
      client.send(new DescribeSecurityGroupsCommand({ GroupIds: [ref.id] })),
    );
    const group = found?.SecurityGroups?.[0];
    if (!group) return GONE;
    onTags?.(tagsIn(group.Tags));
    return groupIn(group, ref.account);
  },
  async list(place, aws, from) {
    const client = aws.client(EC2Client, place);
    const found = await client.send(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken: from }));
    const { SecurityGroups = [], NextToken } = found;
    return pageOfStates(
      SecurityGroups,
      ({ GroupId }) => GroupId,
      (group) => groupIn(group, place.account),
      NextToken,
    );
  },
});

/**
 * AWS also returns groups of other accounts that share their VPC or the group. They are not this account's.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
 */
function groupIn(group: Ec2Group, account: string): SecurityGroup | Gone {
  if ((group.OwnerId ?? account) !== account) return GONE;
  const side = (permissions: readonly IpPermission[] = []) =>
    exactly(inOrder(permissions.flatMap(flatten), permissionKey));
  return {
    ...(group.GroupName ? { name: group.GroupName } : {}),
    ...(group.VpcId ? { vpc: group.VpcId } : {}),
    ingress: side(group.IpPermissions),
    egress: side(group.IpPermissionsEgress),
  };
}

/** AWS groups permissions by ports. Each source becomes one permission. */
function flatten(permission: IpPermission): Permission[] {
  const protocol = protocolFrom(permission.IpProtocol ?? EVERY_PROTOCOL);
  const ports = portsIn(protocol, permission.FromPort, permission.ToPort);
  const each = (source: 'cidr' | 'prefixList' | 'group', who: string | undefined, description: string | undefined) =>
    who ? [{ protocol, ...ports, [source]: who, ...(description ? { description } : {}) }] : [];
  return [
    ...(permission.IpRanges ?? []).flatMap(({ CidrIp, Description }) => each('cidr', CidrIp, Description)),
    ...(permission.Ipv6Ranges ?? []).flatMap(({ CidrIpv6, Description }) => each('cidr', CidrIpv6, Description)),
    ...(permission.PrefixListIds ?? []).flatMap(({ PrefixListId, Description }) =>
      each('prefixList', PrefixListId, Description),
    ),
    ...(permission.UserIdGroupPairs ?? []).flatMap(({ GroupId, GroupName, Description }) =>
      each('group', GroupId ?? GroupName, Description),
    ),
  ];
}
