import { randomUUID } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { FindingEvent } from '../../core/finding.ts';
import { isAuditRecordId } from '../audit-id.ts';
import { type Body, type DeliveryState, keptBy } from '../items.ts';
import type { Channel, Claim, DeliverableEvent, EventStore } from '../store.ts';
import { AUDIT_PK } from '../table.ts';
import { bodyIn, type Calls, type Item, type Key, keyOf, packedBody, RETENTION, type Updated } from './calls.ts';

/** `type` and `mode` (of the plan) are there for the filters of the stream, which cannot read the body. */
export function eventItem({ of, text }: Body<FindingEvent>): Item {
  return {
    ...eventKey(of.id),
    type: { S: of.type },
    mode: { S: of.finding.plan.mode },
    body: packedBody(text),
    ttl: ttlFrom(of.recordedAt),
  };
}

function ttlFrom(time: number): AttributeValue {
  return { N: String(Math.floor(time / 1000) + RETENTION) };
}

function eventKey(id: string): Key {
  return keyOf(`E#${id}`, 'event');
}

/** Apart from the event, which is several times as large: each claim and each result writes this whole item. */
function deliveriesKey(id: string): Key {
  return keyOf(`E#${id}`, 'deliveries');
}

export function eventStore(calls: Calls): EventStore {
  return {
    async event(id) {
      const item = await calls.get(eventKey(id));
      return item && eventIn(item);
    },

    async eventToDeliver(id, now, lease) {
      const item = await calls.get(isAuditRecordId(id) ? keyOf(AUDIT_PK, id) : eventKey(id));
      if (!item) return undefined;
      const kept = Object.entries(item['deliveries']?.M ?? {}).flatMap(([channel, { M }]): [Channel, Claim][] => {
        const by = keptBy(stateOf(M), now - lease);
        return by ? [[channel as Channel, by]] : [];
      });
      return { event: JSON.parse(bodyIn(item)) as DeliverableEvent, kept: new Map(kept) };
    },

    async claim(event, channels, now, lease) {
      // After a lost answer the SDK repeats the call. The claim that it then meets is its own.
      const by = randomUUID();
      const { item } = await mark(calls, event, channels, {
        answer: 'ALL_NEW',
        as: { status: { S: 'delivering' }, at: { N: String(now) }, by: { S: by } },
        ttl: ttlFrom(now),
        where: (at) =>
          `attribute_not_exists(${at}) OR ${at}.#status IN (:failed, :unsure) OR (${at}.#status = :delivering AND ${at}.#at < :lapsed)`,
        names: { '#at': 'at', '#status': 'status' },
        values: {
          ':failed': { S: 'failed' },
          ':unsure': { S: 'unsure' },
          ':delivering': { S: 'delivering' },
          ':lapsed': { N: String(now - lease) },
        },
        may: (before) => keptBy(stateOf(before), now - lease) === undefined,
      });
      const claims = channels.map((channel): [Channel, Claim] => {
        const delivery = item?.[channel]?.M;
        if (delivery?.['by']?.S === by) return [channel, 'claimed'];
        return [channel, delivery?.['status']?.S === 'delivered' ? 'delivered' : 'busy'];
      });
      return new Map(claims);
    },

    async settle(event, channels, delivery, now) {
      const { met, item } = await mark(calls, event, channels, {
        as: { status: { S: delivery }, at: { N: String(now) } },
        exists: true,
        where: (at) => `attribute_not_exists(${at}) OR ${at}.#status <> :delivered`,
        names: { '#status': 'status' },
        values: { ':delivered': { S: 'delivered' } },
        may: (before) => before?.['status']?.S !== 'delivered',
      });
      if (!met && !item) throw new Error(`Nobody has claimed the event ${event}.`);
    },
  };
}

function stateOf(delivery: Item | undefined): DeliveryState | undefined {
  const status = delivery?.['status']?.S as DeliveryState['status'] | undefined;
  return status && { status, at: Number(delivery?.['at']?.N) };
}

function eventIn(item: Item): FindingEvent {
  return JSON.parse(bodyIn(item)) as FindingEvent;
}

/** The state of the delivery on some channels. */
interface Mark {
  readonly as: Item;
  readonly answer?: 'ALL_NEW';
  /** When the item expires. */
  readonly ttl?: AttributeValue;
  /** Whether only an item that exists may be marked. */
  readonly exists?: true;
  /** The deliveries that may be marked, as an expression; `at` is the path of a delivery. */
  where(at: string): string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  /** The same condition, of a delivery. */
  may(before: Item | undefined): boolean;
}

/** Marks the deliveries that meet the condition: all in one write, or, where one does not meet it, the others alone. */
async function mark(calls: Calls, event: string, channels: readonly Channel[], how: Mark): Promise<Updated> {
  const paths = channels.map((_, index) => `#channel${index}`);
  const set = [...paths.map((path) => `${path} = :mark`), ...(how.ttl ? ['#ttl = :ttl'] : [])];
  const conditions = [...(how.exists ? ['attribute_exists(pk)'] : []), ...paths.map((path) => `(${how.where(path)})`)];
  const updated = await calls.update(
    {
      Key: deliveriesKey(event),
      UpdateExpression: `SET ${set.join(', ')}`,
      ConditionExpression: conditions.join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(channels.map((channel, index) => [`#channel${index}`, channel])),
        ...how.names,
        ...(how.ttl ? { '#ttl': 'ttl' } : {}),
      },
      ExpressionAttributeValues: { ':mark': { M: how.as }, ...how.values, ...(how.ttl ? { ':ttl': how.ttl } : {}) },
    },
    how.answer,
  );
  const { met, item } = updated;
  if (met || !item) return updated;
  const free = channels.filter((channel) => how.may(item[channel]?.M));
  // At least one does not meet it, since the write failed: each time there are fewer.
  return free.length === 0 || free.length === channels.length ? updated : mark(calls, event, free, how);
}
