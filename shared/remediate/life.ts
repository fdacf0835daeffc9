import type { ResourceRecord, Run } from '../store/store.ts';

/** Why a run is not continued or undone. */
export const ANOTHER_LIFE = 'The resource was deleted since then. What has its name now is another resource.';

/** CloudTrail gives seconds. Milliseconds. */
const SECOND = 1_000;

/** Whether a run was one of an earlier resource with the same name. */
export function isOfEarlierLife(
  { startedAt }: Pick<Run, 'startedAt'>,
  { livesSince }: Pick<ResourceRecord, 'livesSince'>,
): boolean {
  return livesSince !== undefined && livesSince >= Math.floor(startedAt / SECOND) * SECOND + SECOND;
}
