import { EC2Client, paginateDescribeSecurityGroupRules, type SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { Aws } from '../../aws/clients.ts';
import { everyItem } from '../../aws/every-page.ts';
import type { Ref } from '../../core/ref.ts';
import type { TaggedPermission } from './actions.ts';
import { type Permission, permissionKey } from './kind.ts';
import { EVERY_PROTOCOL, portsIn, protocolFrom } from './protocol.ts';

/**
 * The tags of a group's rules, which only this call shows.
 * @returns the permissions, each with the tags of its rule.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroupRules.html
 */
export async function withRuleTags(
  ref: Ref,
  permissions: readonly TaggedPermission[],
  isEgress: boolean,
  aws: Aws,
): Promise<readonly TaggedPermission[]> {
  const pages = paginateDescribeSecurityGroupRules(
    { client: aws.client(EC2Client, ref) },
    { Filters: [{ Name: 'group-id', Values: [ref.id] }], MaxResults: 1000 },
  );
  const rules = await everyItem(pages, ({ SecurityGroupRules }) => SecurityGroupRules);
  const known = tagsByKey(rules.filter(({ IsEgress = false }) => IsEgress === isEgress));
  return permissions.map((permission) => {
    const tags = known.get(permissionKey(permission));
    return tags ? { ...permission, tags } : permission;
  });
}

type Tags = NonNullable<TaggedPermission['tags']>;

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
