import type { Written } from '../../test/support/standin/dynamodb.ts';
import type { Item, Value } from '../../test/support/standin/expressions.ts';

/**
 * The units that DynamoDB bills for a write: one for each KiB of the larger of the item before and after it, two in a
 * transaction, and one for each entry of an index that it adds or removes; an entry has the keys only.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export function unitsOf({ table, before, after, isTransaction, isCheck }: Written): number {
  const own = Math.max(1, Math.ceil(Math.max(sizeOf(before), sizeOf(after)) / 1024)) * (isTransaction ? 2 : 1);
  if (isCheck) return own;
  const entries = [...table.indexes.values()].map(({ hash }) => {
    const [was, is] = [JSON.stringify(before?.[hash]), JSON.stringify(after?.[hash])];
    if (was === is) return 0;
    return (was === undefined ? 0 : 1) + (is === undefined ? 0 : 1);
  });
  return own + entries.reduce((sum, each) => sum + each, 0);
}

/** @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html */
function sizeOf(item: Item | undefined): number {
  return Object.entries(item ?? {}).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);
}

function bytesOf(value: Value): number {
  const [[type = '', content] = []] = Object.entries(value as Readonly<Record<string, unknown>>);
  if (type === 'S') return Buffer.byteLength(String(content));
  if (type === 'B') return Buffer.byteLength(String(content), 'base64');
  if (type === 'N') return Math.ceil(String(content).length / 2) + 1;
  if (type === 'M') {
    const members = Object.entries(content as Item);
    return 3 + members.reduce((sum, [name, each]) => sum + 1 + Buffer.byteLength(name) + bytesOf(each), 0);
  }
  if (type === 'L') return 3 + (content as readonly Value[]).reduce((sum, each) => sum + 1 + bytesOf(each), 0);
  return 1;
}
