import { randomUUID } from 'node:crypto';
import { MOST_AUDIT_RECORDS } from '../items.ts';
import type { AuditRecord, ControlStore, Pause } from '../store.ts';
import { AUDIT_PK, DEPLOYMENT_PK } from '../table.ts';
import { bodyIn, type Calls, keyOf, RETENTION } from './calls.ts';

export const PAUSE = keyOf(DEPLOYMENT_PK, 'pause');

export function controlStore(calls: Calls): ControlStore {
  return {
    async paused() {
      const item = await calls.get(PAUSE);
      return item && (JSON.parse(bodyIn(item)) as Pause);
    },

    async pause(pause) {
      await (pause ? calls.put({ ...PAUSE, body: { S: JSON.stringify(pause) } }) : calls.remove(PAUSE));
    },

    async audit(auditRecord) {
      // Sorted by time; two records of the same time are two items.
      const sk = `${new Date(auditRecord.recordedAt).toISOString()} ${randomUUID()}`;
      const ttl = { N: String(Math.floor(auditRecord.recordedAt / 1000) + RETENTION) };
      await calls.put({ ...keyOf(AUDIT_PK, sk), body: { S: JSON.stringify(auditRecord) }, ttl });
    },

    async auditRecords() {
      const { items } = await calls.query({
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: AUDIT_PK } },
        ScanIndexForward: false,
        Limit: MOST_AUDIT_RECORDS,
        ConsistentRead: true,
      });
      return items.map((item) => JSON.parse(bodyIn(item)) as AuditRecord);
    },
  };
}
