import type { HeartbeatStore } from '../store.ts';
import { DEPLOYMENT_PK } from '../table.ts';
import { type Calls, keyOf } from './calls.ts';

const HEARTBEAT = keyOf(DEPLOYMENT_PK, 'heartbeat');

export function heartbeatStore(calls: Calls): HeartbeatStore {
  return {
    async beat(beat) {
      const set = Object.entries(beat);
      if (set.length === 0) return;
      await calls.update({
        Key: HEARTBEAT,
        UpdateExpression: `SET ${set.map(([name]) => `${name} = :${name}`).join(', ')}`,
        ExpressionAttributeValues: Object.fromEntries(set.map(([name, at]) => [`:${name}`, { N: String(at) }])),
      });
    },
  };
}
