import { Conflict } from '../conflict.ts';
import { placeKey } from '../items.ts';
import type { Sweep, SweepStore } from '../store.ts';
import { bodyIn, type Calls, everyItem, keyOf, NEW } from './calls.ts';

/** All sweeps have one partition, so that one query shows them. */
const SWEEPS = 'W';

export function sweepStore(calls: Calls): SweepStore {
  return {
    async sweep(place) {
      const item = await calls.get(keyOf(SWEEPS, placeKey(place)));
      return item && (JSON.parse(bodyIn(item)) as Sweep);
    },

    async sweeps() {
      const items = await everyItem(calls, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: SWEEPS } },
      });
      return items.map((item) => JSON.parse(bodyIn(item)) as Sweep);
    },

    async saveSweep(sweep) {
      const { version } = sweep;
      const { met } = await calls.update({
        Key: keyOf(SWEEPS, placeKey(sweep)),
        UpdateExpression: 'SET #version = :version, body = :body',
        ConditionExpression: version === 1 ? NEW : '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: {
          ':version': { N: String(version) },
          ':body': { S: JSON.stringify(sweep) },
          ...(version === 1 ? {} : { ':before': { N: String(version - 1) } }),
        },
      });
      if (!met) throw new Conflict('Another process has gone on with the sweep.');
    },
  };
}
