import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { ACCOUNT, Refusal, type Service } from './service.ts';

/** One protocol, its ports and one range of addresses. */
interface Permission {
  readonly ipProtocol: string;
  readonly fromPort?: string;
  readonly toPort?: string;
  readonly cidrIp: string;
}

interface Group {
  readonly groupId: string;
  readonly groupName: string;
  readonly groupDescription: string;
  ingress: Permission[];
}

interface GivenPermission {
  readonly IpProtocol: string;
  readonly FromPort?: string;
  readonly ToPort?: string;
  readonly IpRanges: readonly { readonly CidrIp: string }[];
}

type Asked = Readonly<Record<'GroupId' | 'GroupName' | 'GroupDescription', string>> & {
  readonly GroupIds?: readonly string[];
  readonly IpPermissions: readonly GivenPermission[];
};

/** Security groups with ingress from ranges of IPv4, none of which has a tag; nor has a rule of theirs, which is all that the list of rules is asked for. Answers are members of XML, lists as `item`. */
export function createEc2(): Service {
  const groups = new Map<string, Group>();
  return {
    CreateSecurityGroup({ GroupName: groupName, GroupDescription: groupDescription }: Asked) {
      const groupId = `sg-${randomBytes(9).toString('hex').slice(0, 17)}`;
      groups.set(groupId, { groupId, groupName, groupDescription, ingress: [] });
      return { return: true, groupId };
    },
    DeleteSecurityGroup(input: Asked) {
      groups.delete(groupOf(input.GroupId).groupId);
      return { return: true };
    },
    AuthorizeSecurityGroupIngress(input: Asked) {
      const group = groupOf(input.GroupId);
      for (const given of permissionsIn(input)) {
        if (group.ingress.some((each) => isDeepStrictEqual(each, given)))
          throw new Refusal('InvalidPermission.Duplicate', 'The specified rule already exists');
        group.ingress.push(given);
      }
      return { return: true };
    },
    RevokeSecurityGroupIngress(input: Asked) {
      const group = groupOf(input.GroupId);
      for (const given of permissionsIn(input)) {
        const left = group.ingress.filter((each) => !isDeepStrictEqual(each, given));
        if (left.length === group.ingress.length)
          throw new Refusal('InvalidPermission.NotFound', 'The specified rule does not exist in this security group.');
        group.ingress = left;
      }
      return { return: true };
    },
    DescribeSecurityGroups({ GroupIds }: Asked) {
      const shown = GroupIds ? GroupIds.map(groupOf) : [...groups.values()];
      return { securityGroupInfo: shown.map(describe) };
    },
    DescribeSecurityGroupRules: () => ({ securityGroupRuleSet: [] }),
    DescribeTags: () => ({ tagSet: [] }),
  };

  function groupOf(id: string): Group {
    const group = groups.get(id);
    if (!group) throw new Refusal('InvalidGroup.NotFound', `The security group '${id}' does not exist`);
    return group;
  }
}

function permissionsIn({ IpPermissions }: Asked): readonly Permission[] {
  return IpPermissions.flatMap(({ IpProtocol, FromPort, ToPort, IpRanges }) =>
    IpRanges.map(({ CidrIp }) => ({
      ipProtocol: IpProtocol,
      ...(FromPort === undefined ? {} : { fromPort: FromPort }),
      ...(ToPort === undefined ? {} : { toPort: ToPort }),
      cidrIp: CidrIp,
    })),
  );
}

function describe({ ingress, ...named }: Group): object {
  const shown = ingress.map(({ cidrIp, ...ports }) => ({ ...ports, ipRanges: [{ cidrIp }] }));
  return { ownerId: ACCOUNT, ...named, ipPermissions: shown, ipPermissionsEgress: [] };
}
