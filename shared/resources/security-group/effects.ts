import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
  RevokeSecurityGroupIngressCommand,
  type SecurityGroupRule,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import { effectOf } from '../../aws/effect.ts';
import type { NewIds } from '../../core/action.ts';
import type { Ref } from '../../core/ref.ts';
import {
  authorizeEgress,
  authorizeIngress,
  revokeEgress,
  revokeIngress,
  sourceOf,
  type TaggedPermission,
} from './actions.ts';
import { withRuleTags } from './api-rule-tags.ts';
import type { Permission } from './kind.ts';
import { EVERY_PROTOCOL, trafficText } from './protocol.ts';

const GROUPS = 'ec2:{region}:{account}:security-group/*';
const RULES = 'ec2:{region}:{account}:security-group-rule/*';
const NO_SUCH_RULE = 'InvalidPermission.NotFound';
const THERE_ALREADY = 'InvalidPermission.Duplicate';

const REFUSALS = {
  RulesPerSecurityGroupLimitExceeded: 'The security group has as many rules as AWS allows.',
  'InvalidGroup.NotFound': 'The security group, or the one that the rule names, no longer exists.',
  'InvalidPrefixListID.NotFound': 'The prefix list that the rule names no longer exists.',
};

export default [
  effectOf(revokeIngress, {
    permissions: { 'ec2:RevokeSecurityGroupIngress': GROUPS },
    async apply(ref, permission, aws) {
      await absentOn(NO_SUCH_RULE, () =>
        aws.client(EC2Client, ref).send(new RevokeSecurityGroupIngressCommand(request(ref, permission))),
      );
    },
  }),
  effectOf(authorizeIngress, {
    permissions: {
      'ec2:AuthorizeSecurityGroupIngress': [GROUPS, RULES],
      'ec2:CreateTags': RULES,
      'ec2:DescribeSecurityGroupRules': '*',
    },
    refusals: REFUSALS,
    complete: (ref, permissions, aws) => withRuleTags(ref, permissions, false, aws),
    async apply(ref, permission, aws) {
      const made = await absentOn(THERE_ALREADY, () =>
        aws
          .client(EC2Client, ref)
          .send(new AuthorizeSecurityGroupIngressCommand({ ...request(ref, permission), ...tagged(permission) })),
      );
      return newIdsOf(made?.SecurityGroupRules, permission, 'from');
    },
  }),
  effectOf(revokeEgress, {
    permissions: { 'ec2:RevokeSecurityGroupEgress': GROUPS },
    async apply(ref, permission, aws) {
      await absentOn(NO_SUCH_RULE, () =>
        aws.client(EC2Client, ref).send(new RevokeSecurityGroupEgressCommand(request(ref, permission))),
      );
    },
  }),
  effectOf(authorizeEgress, {
    permissions: {
      'ec2:AuthorizeSecurityGroupEgress': [GROUPS, RULES],
      'ec2:CreateTags': RULES,
      'ec2:DescribeSecurityGroupRules': '*',
    },
    refusals: REFUSALS,
    complete: (ref, permissions, aws) => withRuleTags(ref, permissions, true, aws),
    async apply(ref, permission, aws) {
      const made = await absentOn(THERE_ALREADY, () =>
        aws
          .client(EC2Client, ref)
          .send(new AuthorizeSecurityGroupEgressCommand({ ...request(ref, permission), ...tagged(permission) })),
      );
      return newIdsOf(made?.SecurityGroupRules, permission, 'to');
    },
  }),
];

/** A rule that is opened again has another id, and the tags of the earlier one. */
function tagged({ tags }: TaggedPermission): Pick<AuthorizeSecurityGroupIngressCommandInput, 'TagSpecifications'> {
  if (!tags) return {};
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { TagSpecifications: [{ ResourceType: 'security-group-rule', Tags }] };
}

/** The ids of the rules that AWS has created, each with what it is for. */
function newIdsOf(rules: readonly SecurityGroupRule[] = [], permission: Permission, word: 'from' | 'to'): NewIds {
  return rules.flatMap(({ SecurityGroupRuleId: id }) =>
    id === undefined ? [] : [`${id} for ${trafficText(permission)} ${word} ${sourceOf(permission)}`],
  );
}

/** One permission with one source, so that the call changes nothing else. */
function request({ id }: Ref, { protocol, from, to, cidr, prefixList, group, description }: Permission) {
  const about = description ? { Description: description } : {};
  const source: IpPermission = cidr?.includes(':')
    ? { Ipv6Ranges: [{ CidrIpv6: cidr, ...about }] }
    : cidr
      ? { IpRanges: [{ CidrIp: cidr, ...about }] }
      : prefixList
        ? { PrefixListIds: [{ PrefixListId: prefixList, ...about }] }
        : { UserIdGroupPairs: [{ GroupId: group, ...about }] };
  const ports = protocol === EVERY_PROTOCOL ? {} : { FromPort: from ?? -1, ToPort: to ?? -1 };
  return { GroupId: id, IpPermissions: [{ IpProtocol: protocol, ...ports, ...source }] };
}
