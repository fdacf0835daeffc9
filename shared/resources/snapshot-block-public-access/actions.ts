import { putField } from '../common/put-field.ts';
import type { SnapshotBlockPublicAccess } from './kind.ts';

const WORDS = {
  'block-all-sharing': 'Keep every EBS snapshot of this region from being public',
  'block-new-sharing': 'Keep EBS snapshots of this region from becoming public',
  unblocked: 'Let EBS snapshots of this region be public',
} as const;

export const putSnapshotBlock = putField<SnapshotBlockPublicAccess>()(
  'ebs.put-snapshot-block-public-access',
  'mode',
  (mode) => WORDS[mode],
);
