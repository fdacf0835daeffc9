import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';
import { defineKind, GONE, UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { modifyPermission } from '../common/ec2-permissions.ts';
import { requestOf } from '../common/ec2-wrapped.ts';
import type { Shared } from '../common/shares.ts';
import { taggedInEc2 } from '../common/tagging.ts';

/** @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharing-amis.html */
export interface Ami extends Shared {}

const PRIVATE: Ami = { sharedWith: exactly([]) };

export const ami = defineKind<Ami>()({
  name: 'ami',
  type: 'AWS::EC2::Ami',
  title: 'Amazon Machine Image',
  blank: { sharedWith: UNSEEN },
  arn: (ref) => arnOf('ec2', ref, `image/${ref.id}`),
  tagging: taggedInEc2('ami-'),
  events: {
    'ec2:CreateImage': { ids: created, creates: true, evolve: () => PRIVATE },
    'ec2:RegisterImage': { ids: created, creates: true, evolve: () => PRIVATE },
    // Launch permissions are not copied with the image.
    'ec2:CopyImage': { ids: created, creates: true, evolve: () => PRIVATE },
    // Whether it is still shared is not shown.
    'ec2:RestoreImageFromRecycleBin': { ids: requested, creates: true, evolve: () => ({ sharedWith: UNSEEN }) },
    'ec2:ModifyImageAttribute': {
      ids: requested,
      sets: ['sharedWith'],
      evolve: (known, event) => modifyPermission('launchPermission', known, event),
    },
    // The launch permissions are the only attribute that can be reset.
    'ec2:ResetImageAttribute': { ids: requested, sets: ['sharedWith'], evolve: () => PRIVATE },
    'ec2:DeregisterImage': { ids: requested, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  return named(event, event.responseElements);
}

function requested(event: TrailEvent): string[] {
  return named(event, requestOf(event));
}

function named(event: TrailEvent, source: unknown): string[] {
  const id = getText(source, 'imageId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no image`);
  return [id];
}
