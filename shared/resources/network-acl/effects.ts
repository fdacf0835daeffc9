import {
  CreateNetworkAclEntryCommand,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2';
import { absentOn } from '../../aws/absent.ts';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { createAclEntry, deleteAclEntry } from './actions.ts';
import { entryIn } from './api-entry.ts';
import type { AclEntry } from './kind.ts';

const ACLS = 'ec2:{region}:{account}:network-acl/*';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkAclEntry.html */
const refusals = {
  'InvalidNetworkAclID.NotFound': 'The network ACL no longer exists.',
  NetworkAclEntryLimitExceeded: 'The network ACL has as many rules as its quota allows.',
  NetworkAclEntryAlreadyExists: 'Another rule has this number by now.',
} as const;

export default [
  effectOf(createAclEntry, {
    permissions: { 'ec2:CreateNetworkAclEntry': ACLS, 'ec2:DescribeNetworkAcls': '*' },
    refusals,
    async apply(ref, entry, aws) {
      const there = await entryOf(ref, entry.number, aws);
      // AWS refuses to create a rule that is there already, also the same one.
      if (there && isSame(there, entry)) return;
      const { number: RuleNumber, allows, protocol: Protocol, cidr, from: From, to: To } = entry;
      await aws.client(EC2Client, ref).send(
        new CreateNetworkAclEntryCommand({
          NetworkAclId: ref.id,
          RuleNumber,
          Protocol,
          Egress: false,
          RuleAction: allows ? 'allow' : 'deny',
          ...(cidr.includes(':') ? { Ipv6CidrBlock: cidr } : { CidrBlock: cidr }),
          ...(From === undefined ? {} : { PortRange: { From, To } }),
        }),
      );
    },
  }),
  effectOf(deleteAclEntry, {
    permissions: { 'ec2:DeleteNetworkAclEntry': ACLS },
    refusals,
    async apply(ref, { number: RuleNumber }, aws) {
      await absentOn('InvalidNetworkAclEntry.NotFound', () =>
        aws
          .client(EC2Client, ref)
          .send(new DeleteNetworkAclEntryCommand({ NetworkAclId: ref.id, RuleNumber, Egress: false })),
      );
    },
  }),
];

async function entryOf(ref: Ref, number: number, aws: Aws): Promise<AclEntry | undefined> {
  const found = await aws.client(EC2Client, ref).send(new DescribeNetworkAclsCommand({ NetworkAclIds: [ref.id] }));
  const entries = found.NetworkAcls?.[0]?.Entries ?? [];
  return entries.flatMap(entryIn).find((each) => each.number === number);
}

function isSame(one: AclEntry, other: AclEntry): boolean {
  const fields = ['allows', 'protocol', 'cidr', 'from', 'to'] as const;
  return fields.every((field) => one[field] === other[field]);
}
