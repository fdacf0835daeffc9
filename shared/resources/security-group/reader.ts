import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type Permission, permissionKey, securityGroup } from './kind.ts';
import { EVERY_PROTOCOL, portsIn, protocolFrom } from './protocol.ts';

export default defineReader(securityGroup, {
  permissions: {
    read: { 'ec2:DescribeSecurityGroups': '*', 'ec2:DescribeSecurityGroupRules': '*' },
    list: { 'ec2:DescribeSecurityGroups': '*' },
  },
  async read(ref, aws) {
    const client = aws.client(EC2Client, ref);
    // Only the list of rules shows their tags. An undo has to set them again.
    const pages = paginateDescribeSecurityGroupRules(
      { client },
      { Filters: [{ Name: 'group-id', Values: [ref.id] }], MaxResults: 1000 },
    );
    const [found, rules] = await Promise.all([
      absentOn(['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], () =>
        client.send(new DescribeSecurityGroupsCommand({ GroupIds: [ref.id] })),
      ),
      everyItem(pages, ({ SecurityGroupRules }) => SecurityGroupRules),
    ]);
    const group = found?.SecurityGroups?.[0];
    if (!group) return GONE;
    const side = (permissions: readonly IpPermission[] = [], isEgress = false) => {
      const tags = tagsByKey(rules.filter(({ IsEgress = false }) => IsEgress === isEgress));
      return exactly(inOrder(permissions.flatMap(flatten), permissionKey).map((each) => withTags(each, tags)));
    };
    return {
      ...(group.GroupName ? { name: group.GroupName } : {}),
      ...(group.VpcId ? { vpc: group.VpcId } : {}),
      ingress: side(group.IpPermissions),
      egress: side(group.IpPermissionsEgress, true),
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

type Tags = NonNullable<Permission['tags']>;

/** The tags of rules that have some, by what the rules allow. Tags of AWS cannot be set. */
function tagsByKey(rules: readonly SecurityGroupRule[]): ReadonlyMap<string, Tags> {
  return new Map(
    rules.flatMap((rule) => {
      const tags = (rule.Tags ?? []).flatMap(({ Key, Value = '' }) =>
        Key && !Key.startsWith('aws:') ? [[Key, Value] as const] : [],
      );
      return tags.length > 0 ? [[permissionKey(allowedBy(rule)), Object.fromEntries(tags.sort())] as const] : [];
    }),
  );
}

function allowedBy(rule: SecurityGroupRule): Permission {
  const protocol = protocolFrom(rule.IpProtocol ?? EVERY_PROTOCOL);
  const cidr = rule.CidrIpv4 ?? rule.CidrIpv6;
  const { PrefixListId: prefixList, ReferencedGroupInfo } = rule;
  const group = ReferencedGroupInfo?.GroupId;
  return {
    protocol,
    ...portsIn(protocol, rule.FromPort, rule.ToPort),
    ...(cidr ? { cidr } : prefixList ? { prefixList } : group ? { group } : {}),
  };
}

function withTags(permission: Permission, known: ReadonlyMap<string, Tags>): Permission {
  const tags = known.get(permissionKey(permission));
  return tags ? { ...permission, tags } : permission;
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
