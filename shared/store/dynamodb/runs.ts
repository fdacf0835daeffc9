import { randomUUID } from 'node:crypto';
import { Conflict } from '../conflict.ts';
import { type Body, rateLimitText } from '../items.ts';
import type { BeforeRun, Pause, RateLimit, RateLimitChange, Run, RunStore } from '../store.ts';
import { bodyIn, type Calls, type Item, type Key, keyOf, NEW, rateLimitKey, type Write } from './calls.ts';
import { PAUSE } from './controls.ts';

/** Succeeds only on the version before. */
export function runWrite({ of, text }: Body<Run>): Write {
  const Item = { ...runKey(of.id), version: { N: String(of.version) }, body: { S: text } };
  if (of.version === 1) return { Put: { Item, ConditionExpression: NEW } };
  return {
    Put: {
      Item,
      ConditionExpression: '#version = :before',
      ExpressionAttributeNames: { '#version': 'version' },
      ExpressionAttributeValues: { ':before': { N: String(of.version - 1) } },
    },
  };
}

/** Counts a run that begins, or records that the limit was exceeded. */
export function rateLimitWrite(rule: string, account: string, { before, after }: RateLimitChange): Write {
  const Item = { ...rateLimitKey(rule, account), body: { S: rateLimitText(after) } };
  if (!before) return { Put: { Item, ConditionExpression: NEW } };
  return {
    Put: {
      Item,
      ConditionExpression: 'body = :before',
      ExpressionAttributeValues: { ':before': { S: rateLimitText(before) } },
    },
  };
}

function runKey(id: string): Key {
  return keyOf(`X#${id}`, 'run');
}

function isUnder({ pk, sk }: Item, key: Key): boolean {
  return pk?.S === key.pk.S && sk?.S === key.sk.S;
}

/** A run begins only while remediation is not paused. */
export const UNPAUSED: Write = { ConditionCheck: { Key: PAUSE, ConditionExpression: NEW } };

export function runStore(calls: Calls): RunStore {
  return {
    async run(id) {
      const item = await calls.get(runKey(id));
      return item && (JSON.parse(bodyIn(item)) as Run);
    },

    async beforeRun(id, rule, account) {
      const keys = { run: runKey(id), rateLimit: rateLimitKey(rule, account), pause: PAUSE };
      const items = await calls.getAll(Object.values(keys));
      const found = Object.entries(keys).flatMap(([name, key]) => {
        const item = items.find((each) => isUnder(each, key));
        return item ? [[name, JSON.parse(bodyIn(item)) as Run | RateLimit | Pause]] : [];
      });
      return Object.fromEntries(found) as BeforeRun;
    },

    async proceed(run) {
      // After a lost answer the SDK repeats the call. The version that it then meets is its own. A transaction would do
      // the same for twice the write units.
      const by = randomUUID();
      const { version } = run;
      const { met } = await calls.update({
        Key: runKey(run.id),
        UpdateExpression: 'SET #version = :version, body = :body, #by = :by',
        ConditionExpression: `${version === 1 ? NEW : '#version = :before'} OR #by = :by`,
        ExpressionAttributeNames: { '#version': 'version', '#by': 'by' },
        ExpressionAttributeValues: {
          ':version': { N: String(version) },
          ':body': { S: JSON.stringify(run) },
          ':by': { S: by },
          ...(version === 1 ? {} : { ':before': { N: String(version - 1) } }),
        },
      });
      if (!met) throw new Conflict(`The run ${run.id} is no longer at version ${version - 1}.`);
    },

    async trip(rule, account, change) {
      await calls.transact([rateLimitWrite(rule, account, change)]);
    },
  };
}
