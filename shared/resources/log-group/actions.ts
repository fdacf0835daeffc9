import { swap } from '../../core/action.ts';
import type { LogGroup } from './kind.ts';

/** Days. `null` deletes the retention policy: logs never expire. */
export const putRetention = swap<LogGroup, number | null>()({
  type: 'logs.put-retention',
  describe: ({ after }) => (after === null ? 'Keep logs for ever' : `Keep logs for ${after} days`),
  simulate: (group, { after }) => ({ ...group, retention: after }),
});
