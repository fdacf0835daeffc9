import { randomUUID } from 'node:crypto';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Body } from '../items.ts';
import type { Channel, Entry, Store } from '../store.ts';
import { bodyIn, type Calls, type Item, KEPT, type Key, keyOf } from './calls.ts';

export function entryItem({ of, text }: Body<Entry>): Item {
  return {
    ...entryKey(of.id),
    body: { S: text },
    deliveries: { M: {} },
    ttl: { N: String(Math.floor(of.at / 1000) + KEPT) },
  };
}

function entryKey(id: string): Key {
  return keyOf(`E#${id}`, 'entry');
}

export function entries(calls: Calls): Pick<Store, 'entry' | 'claim' | 'settle'> {
  return {
    async entry(id) {
      const item = await calls.get(entryKey(id));
      return item && (JSON.parse(bodyIn(item)) as Entry);
    },

    async claim(entry, channel, now, lease) {
      // An answer that was lost is asked for again; then what is there already is our own.
      const by = randomUUID();
      const before = await deliver(
        calls,
        entry,
        channel,
        { status: { S: 'telling' }, at: { N: String(now) }, by: { S: by } },
        {
          condition: `attribute_not_exists(${TOLD}) OR ${TOLD}.#status IN (:failed, :unsure) OR (${TOLD}.#status = :telling AND ${TOLD}.#at < :lapsed)`,
          names: { '#at': 'at' },
          values: {
            ':failed': { S: 'failed' },
            ':unsure': { S: 'unsure' },
            ':telling': { S: 'telling' },
            ':lapsed': { N: String(now - lease) },
          },
        },
      );
      if (!before || before['by']?.S === by) return 'claimed';
      return before['status']?.S === 'told' ? 'told' : 'busy';
    },

    async settle(entry, channel, delivery, now) {
      await deliver(
        calls,
        entry,
        channel,
        { status: { S: delivery }, at: { N: String(now) } },
        {
          condition: `attribute_not_exists(${TOLD}) OR ${TOLD}.#status <> :told`,
          names: {},
          values: { ':told': { S: 'told' } },
        },
      );
    },
  };
}

const TOLD = 'deliveries.#channel';

interface Condition {
  readonly condition: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, AttributeValue>>;
}

/** Sets how far the telling has come; gives what was there where that did not meet the condition. */
async function deliver(
  calls: Calls,
  entry: string,
  channel: Channel,
  told: Item,
  { condition, names, values }: Condition,
): Promise<Item | undefined> {
  const outcome = await calls.update({
    Key: entryKey(entry),
    UpdateExpression: `SET ${TOLD} = :now`,
    ConditionExpression: `attribute_exists(pk) AND (${condition})`,
    ExpressionAttributeNames: { '#channel': channel, '#status': 'status', ...names },
    ExpressionAttributeValues: { ':now': { M: told }, ...values },
  });
  if (outcome.met) return undefined;
  if (!outcome.old) throw new Error(`There is no entry ${entry}.`);
  return outcome.old['deliveries']?.M?.[channel]?.M ?? {};
}
