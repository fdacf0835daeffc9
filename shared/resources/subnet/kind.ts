import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Subnet.html */
export interface Subnet {
  /** Whether what is launched here gets a public IPv4 address. */
  readonly publicIpv4?: boolean;
  /** Whether what is launched here gets an IPv6 address, all of which are public. */
  readonly ipv6?: boolean;
}

export const subnet = defineKind<Subnet>()({
  name: 'subnet',
  type: 'AWS::EC2::Subnet',
  title: 'VPC subnet',
  blank: {},
  arn: (ref) => arnOf('ec2', ref, `subnet/${ref.id}`),
  tagging: taggedInEc2('subnet-'),
  events: {
    'ec2:CreateSubnet': { ids: created, creates: true, evolve: begin },
    'ec2:CreateDefaultSubnet': { ids: created, creates: true, evolve: begin },
    'ec2:ModifySubnetAttribute': { ids: named, evolve: modify, sets: ['publicIpv4', 'ipv6'] },
    'ec2:DeleteSubnet': { ids: named, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  const id = getText(responseOf(event), 'subnet', 'subnetId');
  if (!id) throw new UnreadableEvent(`${event.eventName} shows no subnetId`);
  return [id];
}

function named(event: TrailEvent): string[] {
  const id = getText(requestOf(event), 'subnetId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no subnet`);
  return [id];
}

/** A subnet assigns no public addresses unless it is a default one: the answer says so. */
function begin(_: Subnet, event: TrailEvent): Subnet {
  const shown = get(responseOf(event), 'subnet');
  return {
    publicIpv4: getFlag(shown, 'mapPublicIpOnLaunch') ?? event.eventName === 'CreateDefaultSubnet',
    ipv6: getFlag(shown, 'assignIpv6AddressOnCreation') ?? false,
  };
}

/** One call modifies one attribute. */
function modify(known: Subnet, event: TrailEvent): Subnet {
  const request = requestOf(event);
  const publicIpv4 = flagIn(request, 'mapPublicIpOnLaunch');
  const ipv6 = flagIn(request, 'assignIpv6AddressOnCreation');
  return {
    ...known,
    ...(publicIpv4 === undefined ? {} : { publicIpv4 }),
    ...(ipv6 === undefined ? {} : { ipv6 }),
  };
}

function flagIn(request: unknown, name: string): boolean | undefined {
  return getFlag(request, name, 'value') ?? getFlag(request, name);
}
