import { allowanceText, type Body, bodyOf } from '../items.ts';
import type { Allowance, Run, Store } from '../store.ts';
import { bodyIn, type Calls, type Item, type Key, keyOf, NEW, type Write } from './calls.ts';

export function runItem({ of, text }: Body<Run>): Item {
  return { ...runKey(of.id), body: { S: text } };
}

function runKey(id: string): Key {
  return keyOf(`X#${id}`, 'run');
}

function allowanceKey(rule: string, account: string): Key {
  return keyOf(`L#${rule}|${account}`, 'allowance');
}

export function runs(calls: Calls): Pick<Store, 'run' | 'begin' | 'proceed' | 'allowance' | 'allow'> {
  return {
    async run(id) {
      const item = await calls.get(runKey(id));
      return item && (JSON.parse(bodyIn(item)) as Run);
    },

    async begin(run, allowance) {
      const begun: Write = { Put: { Item: runItem(bodyOf(run)), ConditionExpression: NEW } };
      if (!allowance) return calls.transact([begun]);
      const { before, taken } = allowance;
      const item = { ...allowanceKey(run.rule, run.ref.account), body: { S: allowanceText(taken) } };
      const unchanged = before
        ? {
            ConditionExpression: 'body = :before',
            ExpressionAttributeValues: { ':before': { S: allowanceText(before) } },
          }
        : { ConditionExpression: NEW };
      await calls.transact([begun, { Put: { Item: item, ...unchanged } }]);
    },

    async proceed(run) {
      await calls.put(runItem(bodyOf(run)));
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
