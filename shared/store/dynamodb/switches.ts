import { randomUUID } from 'node:crypto';
import { MOST_AUDIT_RECORDS } from '../items.ts';
import type { AuditRecord, Pause, Store } from '../store.ts';
import { bodyIn, type Calls, KEPT, keyOf } from './calls.ts';

export const PAUSE = keyOf('S', 'pause');
const DEEDS = 'D';
const HEARTBEAT = keyOf('S', 'heartbeat');

/** What there is one of. */
export function switches(
  calls: Calls,
): Pick<Store, 'paused' | 'pause' | 'audit' | 'auditRecords' | 'heartbeat' | 'beat'> {
  return {
    async paused() {
      const item = await calls.get(PAUSE);
      return item && (JSON.parse(bodyIn(item)) as Pause);
    },

    async pause(pause) {
      await (pause ? calls.put({ ...PAUSE, body: { S: JSON.stringify(pause) } }) : calls.remove(PAUSE));
    },

    async audit(auditRecord) {
      // In order of time; two at once are two.
      const sk = `${new Date(auditRecord.recordedAt).toISOString()} ${randomUUID()}`;
      const ttl = { N: String(Math.floor(auditRecord.recordedAt / 1000) + KEPT) };
      await calls.put({ ...keyOf(DEEDS, sk), body: { S: JSON.stringify(auditRecord) }, ttl });
    },

    async auditRecords() {
      const { items } = await calls.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: DEEDS } },
        ScanIndexForward: false,
        Limit: MOST_AUDIT_RECORDS,
        ConsistentRead: true,
      });
      return items.map((item) => JSON.parse(bodyIn(item)) as AuditRecord);
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
