import { swap } from '../../core/action.ts';
import { putField } from '../common/put-field.ts';
import type { LogGroup } from './kind.ts';

/** Days. `null` deletes the retention policy: logs never expire. */
export const putRetention = swap<LogGroup, number | null>()({
  type: 'logs.put-retention',
  describe: ({ after }) => (after === null ? 'Keep logs for ever' : `Keep logs for ${after} days`),
  simulate: (group, { after }) => ({ ...group, retention: after }),
});

/** The ARN of a KMS key. `null`: the key of CloudWatch Logs. Logs that are there already keep the key that they have. */
export const putLogGroupKey = putField<LogGroup>()('logs.put-log-group-key', 'kmsKey', (key) =>
  key === null ? 'Encrypt new logs without a KMS key' : `Encrypt new logs with the KMS key ${key}`,
);
