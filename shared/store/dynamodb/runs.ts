import { allowanceText, type Body, bodyOf } from '../items.ts';
import type { Allowance, BeforeRun, Pause, Run, Store, Taking } from '../store.ts';
import { bodyIn, type Calls, type Item, type Key, keyOf, NEW, type Write } from './calls.ts';
import { PAUSE } from './switches.ts';

/** Made of the version before, or not at all. */
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

/** Taken by a run that begins. */
export function allowanceWrite({ rule, ref }: Run, { before, taken }: Taking): Write {
  const Item = { ...allowanceKey(rule, ref.account), body: { S: allowanceText(taken) } };
  if (!before) return { Put: { Item, ConditionExpression: NEW } };
  return {
    Put: {
      Item,
      ConditionExpression: 'body = :before',
      ExpressionAttributeValues: { ':before': { S: allowanceText(before) } },
    },
  };
}

function runKey(id: string): Key {
  return keyOf(`X#${id}`, 'run');
}

function allowanceKey(rule: string, account: string): Key {
  return keyOf(`L#${rule}|${account}`, 'allowance');
}

function isUnder({ pk, sk }: Item, key: Key): boolean {
  return pk?.S === key.pk.S && sk?.S === key.sk.S;
}

/** Of what a run that begins may not meet. */
export const UNPAUSED: Write = { ConditionCheck: { Key: PAUSE, ConditionExpression: NEW } };

export function runs(calls: Calls): Pick<Store, 'run' | 'beforeRun' | 'proceed' | 'allow'> {
  return {
    async run(id) {
      const item = await calls.get(runKey(id));
      return item && (JSON.parse(bodyIn(item)) as Run);
    },

    async beforeRun(id, rule, account) {
      const keys = { run: runKey(id), allowance: allowanceKey(rule, account), pause: PAUSE };
      const items = await calls.getAll(Object.values(keys));
      const found = Object.entries(keys).flatMap(([name, key]) => {
        const item = items.find((each) => isUnder(each, key));
        return item ? [[name, JSON.parse(bodyIn(item)) as Run | Allowance | Pause]] : [];
      });
      return Object.fromEntries(found) as BeforeRun;
    },

    async proceed(run) {
      // A transaction, so that another try after an answer that was lost is no conflict with itself.
      await calls.transact([runWrite(bodyOf(run))]);
    },

    async allow(rule, account, allowance) {
      await calls.put({ ...allowanceKey(rule, account), body: { S: allowanceText(allowance) } });
    },
  };
}
