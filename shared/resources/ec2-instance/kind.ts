import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE, type Listing, UNSEEN } from '../../core/kind.ts';
import { withItems } from '../../core/listing.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';
import type { Variable } from '../common/variable.ts';
import { addressKey, isRouted, type PublicAddress } from './public-address.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html */
export interface Ec2Instance extends Metadata {
  /** The name of the instance profile, which is unique in an account. `null`: the instance has none. */
  readonly profile?: string | null;
  /** `ami-…`. It cannot be changed. */
  readonly image?: string;
  /** The account that owns the image, and its alias, such as `amazon`. `null`: EC2 no longer shows the image. */
  readonly imageOwners?: readonly string[] | null;
  /** The user data as one text. `null`: there is none. No event shows it, because CloudTrail leaves it out. */
  readonly userData?: Variable | null;
  /** `subnet-…`. It cannot be changed. */
  readonly subnet?: string;
  /** Left out: none is known. */
  readonly addresses?: Listing<PublicAddress>;
}

/** @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceMetadataOptionsResponse.html */
interface Metadata {
  /** `optional`: the metadata is also served without a session token (IMDSv1). `required`: IMDSv2 only. */
  readonly httpTokens?: string;
  /** `enabled` or `disabled`. */
  readonly httpEndpoint?: string;
  /** How many hops a response with a session token travels, from 1 to 64. */
  readonly hopLimit?: number;
}

// Spot requests, fleets and Auto Scaling call RunInstances. Calls that name only a network interface, or the association of
// an Elastic IP address, do not show the instance, and a look at all instances would be too much: the sweep finds those.
export const ec2Instance = defineKind<Ec2Instance>()({
  name: 'ec2-instance',
  type: 'AWS::EC2::Instance',
  title: 'EC2 instance',
  blank: {},
  arn: (ref) => arnOf('ec2', ref, `instance/${ref.id}`),
  tagging: taggedInEc2('i-'),
  events: {
    'ec2:RunInstances': { ids: launched, creates: true, evolve: begin },
    'ec2:ModifyInstanceMetadataOptions': {
      ids: named,
      sets: ['httpTokens', 'httpEndpoint', 'hopLimit'],
      evolve: (known, event) => ({ ...known, ...metadataIn(requestOf(event)) }),
    },
    'ec2:AssociateIamInstanceProfile': { ids: associated, sets: ['profile'], evolve: associate },
    'ec2:ReplaceIamInstanceProfileAssociation': { ids: associated, sets: ['profile'], evolve: associate },
    'ec2:DisassociateIamInstanceProfile': {
      ids: associated,
      sets: ['profile'],
      evolve: (known) => ({ ...known, profile: null }),
    },
    'ec2:ModifyInstanceAttribute': { ids: named, sets: ['userData'], evolve: modify },
    'ec2:AssociateAddress': { ids: addressed, sets: ['addresses'], evolve: address },
    'ec2:AttachNetworkInterface': { ids: named, sets: ['addresses'], evolve: readdress },
    // EC2 can assign an address at each start.
    'ec2:StartInstances': { ids: requested, sets: ['addresses'], evolve: readdress },
    'ec2:TerminateInstances': { ids: requested, evolve: () => GONE },
  },
});

function named(event: TrailEvent): string[] {
  const id = getText(requestOf(event), 'instanceId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no instance`);
  return [id];
}

function launched(event: TrailEvent): readonly string[] {
  return idsIn(event, event.responseElements);
}

function requested(event: TrailEvent): readonly string[] {
  return idsIn(event, event.requestParameters);
}

function idsIn(event: TrailEvent, source: unknown): readonly string[] {
  const ids = getList(source, 'instancesSet').flatMap((instance) => getText(instance, 'instanceId') || []);
  if (ids.length === 0) throw new UnreadableEvent(`${event.eventName} names no instance`);
  return ids;
}

/** The response shows what follows from the launch template, the image and the defaults of the region. */
function begin(_: Ec2Instance, { requestParameters, responseElements }: TrailEvent, id: string): Ec2Instance {
  const shown = getList(responseElements, 'instancesSet').find((each) => getText(each, 'instanceId') === id);
  const [image, subnet] = [getText(shown, 'imageId'), getText(shown, 'subnetId')];
  // The request has a mark in place of user data.
  const hasNone = ['userData', 'launchTemplate'].every((name) => get(requestParameters, name) === undefined);
  return {
    ...metadataIn(get(shown, 'metadataOptions')),
    profile: profileIn(shown) ?? null,
    ...(image ? { image } : {}),
    ...(hasNone ? { userData: null } : {}),
    ...(subnet ? { subnet } : {}),
    addresses: addressesAtLaunch(requestParameters, shown),
  };
}

/** Without the request to assign no address, the subnet and the network interface decide. */
function addressesAtLaunch(request: unknown, shown: unknown): Listing<PublicAddress> {
  const wanted = getList(request, 'networkInterfaceSet').map((each) => getFlag(each, 'associatePublicIpAddress'));
  const interfaces = getList(shown, 'networkInterfaceSet');
  const items = interfaces.flatMap((each) => {
    const networkInterface = getText(each, 'networkInterfaceId');
    return getList(each, 'ipv6AddressesSet').flatMap((item): PublicAddress[] => {
      const name = getText(item, 'ipv6Address');
      return name && isRouted(name) ? [{ type: 'ipv6', name, ...(networkInterface ? { networkInterface } : {}) }] : [];
    });
  });
  if (getText(shown, 'ipAddress') || wanted.includes(true)) {
    const first = interfaces.find((each) => getNumber(each, 'attachment', 'deviceIndex') === 0);
    const networkInterface = getText(first, 'networkInterfaceId');
    items.push({ type: 'assigned', ...(networkInterface ? { networkInterface } : {}) });
  }
  return { items, complete: interfaces.length > 0 && wanted.length > 0 && wanted.every((flag) => flag === false) };
}

/** The instance that gets an Elastic IP address. None, where the call names its network interface. */
function addressed(event: TrailEvent): string[] {
  const request = requestOf(event);
  const id = getText(request, 'instanceId');
  if (id) return [id];
  if (getText(request, 'networkInterfaceId')) return [];
  throw new UnreadableEvent('AssociateAddress names no instance');
}

function address(known: Ec2Instance, event: TrailEvent): Ec2Instance {
  const request = requestOf(event);
  const name = getText(request, 'allocationId') ?? getText(request, 'publicIp');
  if (!name) throw new UnreadableEvent('AssociateAddress names no address');
  const privateIp = getText(request, 'privateIpAddress');
  const added: PublicAddress = { type: 'elastic', name, ...(privateIp ? { privateIp } : {}) };
  return { ...known, addresses: withItems(known.addresses ?? UNSEEN, [added], addressKey) };
}

/** The instance can have got an address that no event shows. */
function readdress(known: Ec2Instance): Ec2Instance {
  return { ...known, addresses: { items: known.addresses?.items ?? [], complete: false } };
}

function metadataIn(options: unknown): Metadata {
  const [httpTokens, httpEndpoint] = [getText(options, 'httpTokens'), getText(options, 'httpEndpoint')];
  const hopLimit = getNumber(options, 'httpPutResponseHopLimit');
  return {
    ...(httpTokens ? { httpTokens } : {}),
    ...(httpEndpoint ? { httpEndpoint } : {}),
    ...(hopLimit === undefined ? {} : { hopLimit }),
  };
}

/** The name in `iamInstanceProfile`, which has the ARN or the name. */
function profileIn(source: unknown): string | undefined {
  const profile = get(source, 'iamInstanceProfile');
  return profileNameOf(getText(profile, 'arn')) ?? getText(profile, 'name');
}

/** The name in the ARN of an instance profile: what follows its path. */
export function profileNameOf(arn: string | undefined): string | undefined {
  return arn?.split('/').at(-1);
}

function associationIn(event: TrailEvent): unknown {
  return get(responseOf(event), 'iamInstanceProfileAssociation');
}

/** Two of the calls name an association. The response shows its instance. */
function associated(event: TrailEvent): string[] {
  const id = getText(associationIn(event), 'instanceId') ?? getText(requestOf(event), 'instanceId');
  if (!id) throw new UnreadableEvent(`${event.eventName} shows no instance`);
  return [id];
}

function associate(known: Ec2Instance, event: TrailEvent): Ec2Instance {
  const profile = profileIn(associationIn(event)) ?? profileIn(requestOf(event));
  if (!profile) throw new UnreadableEvent(`${event.eventName} shows no instance profile`);
  return { ...known, profile };
}

/** One call modifies one attribute. The record hides the user data. */
function modify(known: Ec2Instance, event: TrailEvent): Ec2Instance {
  if (get(requestOf(event), 'userData') === undefined && attributeIn(event) !== 'userData') return known;
  const { userData: _, ...rest } = known;
  return rest;
}

/** The older form of the request names the attribute and has its value beside it. */
function attributeIn(event: TrailEvent): string | undefined {
  return getText(requestOf(event), 'attribute');
}
