import { randomUUID } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { FindingEvent } from '../../core/finding.ts';
import { isAuditRecordId } from '../audit-id.ts';
import type { Body } from '../items.ts';
import type { Channel, Claim, DeliverableEvent, EventStore } from '../store.ts';
import { AUDIT_PK } from '../stream.ts';
import { bodyIn, type Calls, type Item, type Key, keyOf, RETENTION, type Updated } from './calls.ts';

export function eventItem({ of, text }: Body<FindingEvent>): Item {
  return {
    ...eventKey(of.id),
    body: { S: text },
    deliveries: { M: {} },
    ttl: { N: String(Math.floor(of.recordedAt / 1000) + RETENTION) },
  };
}

function eventKey(id: string): Key {
  return keyOf(`E#${id}`, 'event');
}

/** An audit record is delivered as a finding's event is. */
function deliverableKey(id: string): Key {
  return isAuditRecordId(id) ? keyOf(AUDIT_PK, id) : eventKey(id);
}

export function eventStore(calls: Calls): EventStore {
  return {
    async event(id) {
      const item = await calls.get(eventKey(id));
      return item && (eventIn(item) as FindingEvent);
    },

    async claim(event, channels, now, lease) {
      // After a lost answer the SDK repeats the call. The claim that it then meets is its own.
      const by = randomUUID();
      const { item } = await mark(calls, event, channels, {
        answer: 'ALL_NEW',
        as: { status: { S: 'delivering' }, at: { N: String(now) }, by: { S: by } },
        where: (at) =>
          `attribute_not_exists(${at}) OR ${at}.#status IN (:failed, :unsure) OR (${at}.#status = :delivering AND ${at}.#at < :lapsed)`,
        names: { '#at': 'at', '#status': 'status' },
        values: {
          ':failed': { S: 'failed' },
          ':unsure': { S: 'unsure' },
          ':delivering': { S: 'delivering' },
          ':lapsed': { N: String(now - lease) },
        },
        may: (before) =>
          before === undefined ||
          ['failed', 'unsure'].includes(before['status']?.S ?? '') ||
          (before['status']?.S === 'delivering' && Number(before['at']?.N) < now - lease),
      });
      if (!item) return undefined;
      const claims = channels.map((channel): [Channel, Claim] => {
        const delivery = deliveryIn(item, channel);
        if (delivery?.['by']?.S === by) return [channel, 'claimed'];
        return [channel, delivery?.['status']?.S === 'delivered' ? 'delivered' : 'busy'];
      });
      return { event: eventIn(item), claims: new Map(claims) };
    },

    async settle(event, channels, delivery, now) {
      const { met, item } = await mark(calls, event, channels, {
        as: { status: { S: delivery }, at: { N: String(now) } },
        where: (at) => `attribute_not_exists(${at}) OR ${at}.#status <> :delivered`,
        names: { '#status': 'status' },
        values: { ':delivered': { S: 'delivered' } },
        may: (before) => before?.['status']?.S !== 'delivered',
      });
      if (!met && !item) throw new Error(`There is no event ${event}.`);
    },
  };
}

function eventIn(item: Item): DeliverableEvent {
  return JSON.parse(bodyIn(item)) as DeliverableEvent;
}

function deliveryIn(item: Item, channel: Channel): Item | undefined {
  return item['deliveries']?.M?.[channel]?.M;
}

/** The state of the delivery on some channels. */
interface Mark {
  readonly as: Item;
  readonly answer?: 'ALL_NEW';
  /** The deliveries that may be marked, as an expression; `at` is the path of a delivery. */
  where(at: string): string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
  /** The same condition, of a delivery. */
  may(before: Item | undefined): boolean;
}

/** Marks the deliveries that meet the condition: all in one write, or, where one does not meet it, the others alone. */
async function mark(calls: Calls, event: string, channels: readonly Channel[], how: Mark): Promise<Updated> {
  const paths = channels.map((_, index) => `deliveries.#channel${index}`);
  const updated = await calls.update(
    {
      Key: deliverableKey(event),
      UpdateExpression: `SET ${paths.map((path) => `${path} = :mark`).join(', ')}`,
      ConditionExpression: ['attribute_exists(pk)', ...paths.map((path) => `(${how.where(path)})`)].join(' AND '),
      ExpressionAttributeNames: {
        ...Object.fromEntries(channels.map((channel, index) => [`#channel${index}`, channel])),
        ...how.names,
      },
      ExpressionAttributeValues: { ':mark': { M: how.as }, ...how.values },
    },
    how.answer,
  );
  const { met, item } = updated;
  if (met || !item) return updated;
  const free = channels.filter((channel) => how.may(deliveryIn(item, channel)));
  // At least one does not meet it, since the write failed: each time there are fewer.
  return free.length === 0 || free.length === channels.length ? updated : mark(calls, event, free, how);
}
