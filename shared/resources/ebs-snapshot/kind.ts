import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getList, getText } from '../../core/json.ts';
import { defineKind, GONE, UNSEEN } from '../../core/kind.ts';
import { exactly } from '../../core/listing.ts';
import { modifyPermission } from '../common/ec2-permissions.ts';
import { requestOf, responseOf } from '../common/ec2-wrapped.ts';
import type { Shared } from '../common/shares.ts';
import { taggedInEc2 } from '../common/tagging.ts';
import { neighbours } from './neighbours.ts';

/** @see https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html */
export interface EbsSnapshot extends Shared {}

const PRIVATE: EbsSnapshot = { sharedWith: exactly([]) };

export const ebsSnapshot = defineKind<EbsSnapshot>()({
  name: 'ebs-snapshot',
  type: 'AWS::EC2::Snapshot',
  title: 'EBS snapshot',
  blank: { sharedWith: UNSEEN },
  neighbours,
  arn: (ref) => arnOf('ec2', ref, `snapshot/${ref.id}`),
  tagging: taggedInEc2('snap-'),
  events: {
    'ec2:CreateSnapshot': { ids: created, creates: true, evolve: () => PRIVATE },
    // The snapshots of all volumes of an instance.
    'ec2:CreateSnapshots': { ids: createdTogether, creates: true, evolve: () => PRIVATE },
    // Whether it is still shared is not shown.
    'ec2:RestoreSnapshotFromRecycleBin': { ids: requested, creates: true, evolve: () => ({ sharedWith: UNSEEN }) },
    'ec2:CopySnapshot': { ids: created, creates: true, evolve: () => PRIVATE },
    'ec2:ModifySnapshotAttribute': {
      ids: requested,
      sets: ['sharedWith'],
      evolve: (known, event) => modifyPermission('createVolumePermission', known, event),
    },
    // The permissions to create volumes are the only attribute that can be reset.
    'ec2:ResetSnapshotAttribute': { ids: requested, sets: ['sharedWith'], evolve: () => PRIVATE },
    'ec2:DeleteSnapshot': { ids: requested, evolve: () => GONE },
  },
});

function created(event: TrailEvent): string[] {
  return named(event, event.responseElements);
}

function createdTogether(event: TrailEvent): string[] {
  const ids = getList(responseOf(event), 'snapshotSet').flatMap((snapshot) => getText(snapshot, 'snapshotId') || []);
  if (ids.length === 0) throw new UnreadableEvent('CreateSnapshots names no snapshot');
  return ids;
}

function requested(event: TrailEvent): string[] {
  return named(event, requestOf(event));
}

function named(event: TrailEvent, source: unknown): string[] {
  const id = getText(source, 'snapshotId');
  if (!id) throw new UnreadableEvent(`${event.eventName} names no snapshot`);
  return [id];
}
