import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getList, getNumber, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import { taggedInEc2 } from '../common/tagging.ts';
import type { Variable } from '../common/variable.ts';

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

// Spot requests, fleets and Auto Scaling call RunInstances.
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
    'ec2:TerminateInstances': { ids: terminated, evolve: () => GONE },
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

function terminated(event: TrailEvent): readonly string[] {
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
  const image = getText(shown, 'imageId');
  // The request has a mark in place of user data.
  const hasNone = ['userData', 'launchTemplate'].every((name) => get(requestParameters, name) === undefined);
  return {
    ...metadataIn(get(shown, 'metadataOptions')),
    profile: profileIn(shown) ?? null,
    ...(image ? { image } : {}),
    ...(hasNone ? { userData: null } : {}),
  };
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
