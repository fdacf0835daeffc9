import type { TrailEvent } from '../../core/event.ts';

/** What there is once in each region has the region as its id. */
export function inRegion({ awsRegion }: TrailEvent): string[] {
  return [awsRegion];
}
