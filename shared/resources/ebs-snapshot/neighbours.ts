import { neighboursOf } from '../../core/neighbour.ts';
import { snapshotBlockPublicAccess } from '../snapshot-block-public-access/kind.ts';
import type { EbsSnapshot } from './kind.ts';

export const neighbours = {
  /** A region can keep all of its snapshots from being public. */
  block: neighboursOf<EbsSnapshot>()(snapshotBlockPublicAccess, ['mode'], ({ region }) => [region]),
};
