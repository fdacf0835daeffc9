import { neighboursOf } from '../../core/neighbour.ts';
import { snapshotBlockPublicAccess } from '../snapshot-block-public-access/kind.ts';

export const neighbours = {
  /** A region can keep all of its snapshots from being public. */
  block: neighboursOf<object>()(snapshotBlockPublicAccess, ['mode'], ({ region }) => [region]),
};
