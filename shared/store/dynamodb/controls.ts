import { MOST_AUDIT_RECORDS, rateLimitText } from '../items.ts';
import type { AuditRecord, Control, ControlStore, Pause } from '../store.ts';
import { AUDIT_PK, DEPLOYMENT_PK } from '../table.ts';
import { bodyIn, type Calls, keyOf, RETENTION, rateLimitKey, type Write } from './calls.ts';

export const PAUSE = keyOf(DEPLOYMENT_PK, 'pause');

function effectOf(control: Control): Write {
  if ('pause' in control) return { Put: { Item: { ...PAUSE, body: { S: JSON.stringify(control.pause) } } } };
  if ('resume' in control) return { Delete: { Key: PAUSE } };
  const { rule, account } = control.reset;
  const body = { S: rateLimitText({ hour: 0, count: 0, tripped: false }) };
  return { Put: { Item: { ...rateLimitKey(rule, account), body } } };
}

export function controlStore(calls: Calls): ControlStore {
  return {
    async paused() {
      const item = await calls.get(PAUSE);
      return item && (JSON.parse(bodyIn(item)) as Pause);
    },

    async control(auditRecord, control) {
      const Item = {
        // Sorted by time: its id begins with it.
        ...keyOf(AUDIT_PK, auditRecord.id),
        body: { S: JSON.stringify(auditRecord) },
        ttl: { N: String(Math.floor(auditRecord.recordedAt / 1000) + RETENTION) },
      };
      await calls.transact([{ Put: { Item } }, effectOf(control)]);
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
