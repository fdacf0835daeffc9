import type { Pause, Store } from '../store.ts';
import { bodyIn, type Calls, keyOf } from './calls.ts';

const PAUSE = keyOf('S', 'pause');
const HEARTBEAT = keyOf('S', 'heartbeat');

/** What there is one of. */
export function switches(calls: Calls): Pick<Store, 'paused' | 'pause' | 'heartbeat' | 'beat'> {
  return {
    async paused() {
      const item = await calls.get(PAUSE);
      return item && (JSON.parse(bodyIn(item)) as Pause);
    },

    async pause(pause) {
      await (pause ? calls.put({ ...PAUSE, body: { S: JSON.stringify(pause) } }) : calls.remove(PAUSE));
    },

    async heartbeat() {
      const { sent, arrived } = (await calls.get(HEARTBEAT)) ?? {};
      return { ...(sent ? { sent: Number(sent.N) } : {}), ...(arrived ? { arrived: Number(arrived.N) } : {}) };
    },

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
