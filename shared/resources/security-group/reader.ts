import {
  DescribeSecurityGroupsCommand,
  EC2Client,
  type SecurityGroup as Ec2Group,
  type IpPermission,
  paginateDescribeSecurityGroupRules,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { everyItem } from '../../aws/every-page.ts';
import { inOrder } from '../../aws/in-order.ts';
import { defineReader, pageOfStates } from '../../aws/reader.ts';
import { tagsIn } from '../../aws/tag-list.ts';
import { GONE, type Gone } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { type Permission, permissionKey, type SecurityGroup, securityGroup } from './kind.ts';
import { EVERY_PROTOCOL, portsIn, protocolFrom } from './protocol.ts';

const PERMISSIONS = { 'ec2:DescribeSecurityGroups': '*', 'ec2:DescribeSecurityGroupRules': '*' };

/**
 * The most values of one filter.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html
 */
const FILTER_VALUES = 200;

export default defineReader(securityGroup, {
  permissions: { read: PERMISSIONS, list: PERMISSIONS },
  async read(ref, aws, onTags) {
    const client = aws.client(EC2Client, ref);
    const [found, rules] = await Promise.all([
      absentOn(['InvalidGroup.NotFound', 'InvalidGroupId.Malformed'], () =>
        client.send(new DescribeSecurityGroupsCommand({ GroupIds: [ref.id] })),
      ),
      rulesOf([ref.id], client),
    ]);
    const group = found?.SecurityGroups?.[0];
    if (!group) return GONE;
    onTags?.(tagsIn(group.Tags));
    return groupIn(group, rules, ref.account);
  },
  async list(place, aws, from) {
    const client = aws.client(EC2Client, place);
    const found = await client.send(new DescribeSecurityGroupsCommand({ MaxResults: 1000, NextToken: from }));
    const { SecurityGroups = [], NextToken } = found;
    const ids = SecurityGroups.flatMap(({ GroupId }) => GroupId ?? []);
    const rules: SecurityGroupRule[] = [];
    for (let at = 0; at < ids.length; at += FILTER_VALUES)
      rules.push(...(await rulesOf(ids.slice(at, at + FILTER_VALUES), client)));
    const byGroup = Map.groupBy(rules, ({ GroupId }) => GroupId ?? '');
    return pageOfStates(
      SecurityGroups,
      ({ GroupId }) => GroupId,
      (group) => groupIn(group, byGroup.get(group.GroupId ?? '') ?? [], place.account),
      NextToken,
    );
  },
});

/** The rules of some groups. Only they show the tags of rules, which an undo has to set again. */
async function rulesOf(ids: readonly string[], client: EC2Client): Promise<readonly SecurityGroupRule[]> {
  const pages = paginateDescribeSecurityGroupRules(
    { client },
    { Filters: [{ Name: 'group-id', Values: [...ids] }], MaxResults: 1000 },
  );
  return everyItem(pages, ({ SecurityGroupRules }) => SecurityGroupRules);
}

/**
 * AWS also returns groups of other accounts that share their VPC or the group. They are not this account's.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/security-group-sharing.html
 */
function groupIn(group: Ec2Group, rules: readonly SecurityGroupRule[], account: string): SecurityGroup | Gone {
  if ((group.OwnerId ?? account) !== account) return GONE;
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
}

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
