import { DescribeSecurityGroupsCommand, EC2Client, type IpPermission } from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type Permission, permissionKey, securityGroup } from './kind.ts';
import { EVERY_PROTOCOL, portsIn, protocolFrom } from './protocol.ts';

export default defineReader(securityGroup, {
  permissions: { read: { 'ec2:DescribeSecurityGroups': '*' }, list: { 'ec2:DescribeSecurityGroups': '*' } },
  async read(ref, aws, onTags) {
    const found = await absentOn(['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], () =>
      aws.client(EC2Client, ref).send(new DescribeSecurityGroupsCommand({ GroupIds: [ref.id] })),
    );
    const group = found?.SecurityGroups?.[0];
    if (!group) return GONE;
    onTags?.(tagsIn(group.Tags));
    return {
      ...(group.GroupName ? { name: group.GroupName } : {}),
      ...(group.VpcId ? { vpc: group.VpcId } : {}),
      ingress: exactly(inOrder((group.IpPermissions ?? []).flatMap(flatten), permissionKey)),
      egress: exactly(inOrder((group.IpPermissionsEgress ?? []).flatMap(flatten), permissionKey)),
    };
  },
  async list(place, aws, from) {
    const found = await aws
      .client(EC2Client, place)
      .send(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken: from }));
    return page(
      (found.SecurityGroups ?? []).map(({ GroupId }) => GroupId),
      found.NextToken,
    );
  },
});

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
