import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getText } from '../../core/json.ts';
import { defineKind } from '../../core/kind.ts';
import { requestOf } from '../common/ec2-wrapped.ts';

/**
 * Whether a region lets EBS snapshots be public. The id is the region.
 * @see https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html
 */
export interface SnapshotBlockPublicAccess {
  /** `block-all-sharing`: no snapshot is public, also if its permissions say so. `block-new-sharing`: those before stay public. */
  readonly mode?: 'block-all-sharing' | 'block-new-sharing' | 'unblocked';
}

export const snapshotBlockPublicAccess = defineKind<SnapshotBlockPublicAccess>()({
  name: 'snapshot-block-public-access',
  type: 'AWS::EC2::SnapshotBlockPublicAccess',
  title: "EBS snapshots' Block Public Access of a region",
  blank: {},
  events: {
    'ec2:EnableSnapshotBlockPublicAccess': { ids: region, sets: ['mode'], evolve: enable },
    'ec2:DisableSnapshotBlockPublicAccess': { ids: region, sets: ['mode'], evolve: () => ({ mode: 'unblocked' }) },
  },
});

function region({ awsRegion }: TrailEvent): string[] {
  return [awsRegion];
}

function enable(_: SnapshotBlockPublicAccess, event: TrailEvent): SnapshotBlockPublicAccess {
  const mode = modeIn(getText(requestOf(event), 'state'));
  if (!mode) throw new UnreadableEvent('EnableSnapshotBlockPublicAccess shows no state');
  return { mode };
}

export function modeIn(text: string | undefined): SnapshotBlockPublicAccess['mode'] {
  return (['block-all-sharing', 'block-new-sharing', 'unblocked'] as const).find((mode) => mode === text);
}
