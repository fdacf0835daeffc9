import { allOf } from '../../core/neighbour.ts';
import { cloudtrailTrail } from '../cloudtrail-trail/kind.ts';

export const neighbours = {
  /** A bucket may receive the log files of a trail. */
  trails: allOf(cloudtrailTrail, ['bucket']),
};
