import { allowanceText, type Body, bodyOf } from '../items.ts';
import type { Allowance, Run, Store, Taking } from '../store.ts';
import { bodyIn, type Calls, type Key, keyOf, NEW, type Write } from './calls.ts';

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

export function runs(calls: Calls): Pick<Store, 'run' | 'proceed' | 'allowance' | 'allow'> {
  return {
    async run(id) {
      const item = await calls.get(runKey(id));
      return item && (JSON.parse(bodyIn(item)) as Run);
    },

    async proceed(run) {
      // A transaction, so that another try after an answer that was lost is no conflict with itself.
      await calls.transact([runWrite(bodyOf(run))]);
    },

    async allowance(rule, account) {
      const item = await calls.get(allowanceKey(rule, account));
      return item && (JSON.parse(bodyIn(item)) as Allowance);
    },

    async allow(rule, account, allowance) {
      await calls.put({ ...allowanceKey(rule, account), body: { S: allowanceText(allowance) } });
    },
  };
}
