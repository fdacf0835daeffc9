import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { exactly, withItems, withoutItems } from '../../core/listing.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { known } from '../common/named.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/** A rule of a network ACL for what comes in. The rule with the lowest number that fits decides. */
export interface AclEntry {
  /** From 1 to 32766. */
  readonly number: number;
  readonly allows: boolean;
  /** The IANA number; `-1`: every protocol. */
  readonly protocol: string;
  readonly cidr: string;
  /** The first and the last port of TCP and UDP. Left out: every port. */
  readonly from?: number;
  readonly to?: number;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkAclEntry.html */
export interface NetworkAcl {
  /** Without AWS's own last rule, which denies the rest. */
  readonly inbound: Listing<AclEntry>;
}

/** AWS's own last rules. */
const LAST = 32767;

export const networkAcl = defineKind<NetworkAcl>()({
  name: 'network-acl',
  type: 'AWS::EC2::NetworkAcl',
  title: 'VPC network ACL',
  blank: { inbound: UNSEEN },
  arn: (ref) => arnOf('ec2', ref, `network-acl/${ref.id}`),
  tagging: taggedInEc2('acl-'),
  events: {
    // A new one denies everything. That of a new VPC is made without an event.
    'ec2:CreateNetworkAcl': { ids: created, creates: true, evolve: () => ({ inbound: exactly<AclEntry>([]) }) },
    'ec2:CreateNetworkAclEntry': { ids: named, sets: ['inbound'], evolve: put },
    'ec2:ReplaceNetworkAclEntry': { ids: named, sets: ['inbound'], evolve: put },
    'ec2:DeleteNetworkAclEntry': { ids: named, sets: ['inbound'], evolve: remove },
    'ec2:DeleteNetworkAcl': { ids: named, evolve: () => GONE },
  },
});

export function isOwn({ number }: Pick<AclEntry, 'number'>): boolean {
  return number < LAST;
}

export function entryKey({ number }: AclEntry): string {
  return String(number);
}

function created(event: TrailEvent): string[] {
  const id = getText(responseOf(event), 'networkAcl', 'networkAclId');
  if (!id) throw new UnreadableEvent('CreateNetworkAcl shows no networkAclId');
  return [id];
}

function named(event: TrailEvent): string[] {
  const id = getText(requestOf(event), 'networkAclId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no network ACL`);
  return [id];
}

function numberIn(event: TrailEvent): number {
  const number = getNumber(requestOf(event), 'ruleNumber');
  if (number === undefined) throw new UnreadableEvent(`${event.eventName} shows no ruleNumber`);
  return number;
}

/** Records write the protocol and the action in the forms of the request. */
function put(state: NetworkAcl, event: TrailEvent): NetworkAcl {
  const request = requestOf(event);
  const number = numberIn(event);
  if (getFlag(request, 'egress')) return state;
  const action = getText(request, 'ruleAction')?.toLowerCase();
  const cidr = getText(request, 'cidrBlock') || getText(request, 'ipv6CidrBlock');
  if (!action || !cidr) throw new UnreadableEvent(`${event.eventName} shows no rule`);
  const entry = known<AclEntry>({
    number,
    allows: action === 'allow',
    protocol: protocolIn(getText(request, 'aclProtocol') ?? getText(request, 'protocol')),
    cidr,
    from: getNumber(request, 'portRange', 'from'),
    to: getNumber(request, 'portRange', 'to'),
  });
  return { inbound: withItems(state.inbound, [entry], entryKey) };
}

const NAMES: Readonly<Record<string, string>> = { all: '-1', icmp: '1', tcp: '6', udp: '17' };

function protocolIn(given = '-1'): string {
  return NAMES[given.toLowerCase()] ?? given;
}

function remove(state: NetworkAcl, event: TrailEvent): NetworkAcl {
  const gone = numberIn(event);
  if (getFlag(requestOf(event), 'egress')) return state;
  return { inbound: withoutItems(state.inbound, ({ number }) => number === gone) };
}
