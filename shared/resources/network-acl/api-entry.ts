import type { NetworkAclEntry } from '@aws-sdk/client-ec2';
import { known } from '../common/named.ts';
import { type AclEntry, isOwn } from './kind.ts';

/** A rule for what comes in. None: one for what goes out, or AWS's own last one. */
export function entryIn(entry: NetworkAclEntry): AclEntry[] {
  const { RuleNumber: number, Egress, RuleAction, Protocol: protocol = '-1', CidrBlock, Ipv6CidrBlock } = entry;
  const cidr = CidrBlock ?? Ipv6CidrBlock;
  if (Egress || number === undefined || !cidr || !isOwn({ number })) return [];
  const { From: from, To: to } = entry.PortRange ?? {};
  return [known<AclEntry>({ number, allows: RuleAction === 'allow', protocol, cidr, from, to })];
}
