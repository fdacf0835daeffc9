import type { Ref } from '../../core/ref.ts';
import { type ComplianceChange, shardOf, summariesOf } from '../compliance.ts';
import type { ComplianceStore } from '../store.ts';
import { type Calls, everyItem, type Item, keyOf, type Write } from './calls.ts';

function pkOf(account: string): string {
  return `C#${account}`;
}

/** Moves the numbers of a shard, in the transaction that makes the change. */
export function complianceWrite(ref: Ref, { add, setFirst, set, at }: ComplianceChange): Write {
  const names: Record<string, string> = {};
  const values: Record<string, { readonly N: string }> = {};
  const alias = (name: string) => {
    const short = `#n${Object.keys(names).length}`;
    names[short] = name;
    return short;
  };
  const adds = add.map(([name, by], index) => {
    values[`:by${index}`] = { N: String(by) };
    return `${alias(name)} :by${index}`;
  });
  const sets = [
    ...setFirst.map(alias).map((name) => `${name} = if_not_exists(${name}, :at)`),
    ...set.map((name) => `${alias(name)} = :at`),
  ];
  return {
    Update: {
      Key: keyOf(pkOf(ref.account), shardOf(ref)),
      UpdateExpression: `${sets.length > 0 ? `SET ${sets.join(', ')} ` : ''}ADD ${adds.join(', ')}`,
      ExpressionAttributeNames: names,
      ExpressionAttributeValues: { ...values, ...(sets.length > 0 ? { ':at': { N: String(at) } } : {}) },
    },
  };
}

export function complianceStore(calls: Calls): ComplianceStore {
  return {
    async compliance(account) {
      const items = await everyItem(calls, {
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pkOf(account) } },
      });
      return summariesOf(
        account,
        items.map(({ sk, ...rest }) => ({ name: sk?.S ?? '', numbers: numbersIn(rest) })),
      );
    },
  };
}

function numbersIn(item: Item): Readonly<Record<string, number>> {
  const numbers = Object.entries(item).flatMap(([name, { N }]) =>
    N === undefined ? [] : [[name, Number(N)] as const],
  );
  return Object.fromEntries(numbers);
}
