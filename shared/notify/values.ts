import type { Change } from '../core/finding.ts';
import { cut } from '../core/text.ts';

const LONGEST = 160;

/** `ingress: added {protocol: tcp, from: 22}`; `logging: true → false`. */
export function changeLine({ field, before, after }: Change): string {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  if (!old || !now) return `${field}: ${value(before)} → ${value(after)}`;
  const [removed, added] = [without(old, now), without(now, old)];
  const parts = [...removed.map((item) => `removed ${value(item)}`), ...added.map((item) => `added ${value(item)}`)];
  return `${field}: ${parts.length > 0 ? parts.join(', ') : 'now read in full'}`;
}

/** The elements of an array, or the known elements of a collection. */
function itemsOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value;
  const items = typeof value === 'object' && value !== null && 'items' in value ? value.items : undefined;
  return Array.isArray(items) ? items : undefined;
}

function without(items: readonly unknown[], others: readonly unknown[]): readonly unknown[] {
  const known = new Set(others.map((each) => JSON.stringify(each)));
  return items.filter((each) => !known.has(JSON.stringify(each)));
}

/** JSON with fewer quotes and braces. */
function value(of: unknown): string {
  return cut(written(of), LONGEST);
}

function written(of: unknown): string {
  if (of === undefined) return 'unknown';
  if (of === null) return 'none';
  if (typeof of === 'string') return of;
  const items = itemsOf(of);
  if (items) return items.length > 0 ? items.map(written).join(', ') : 'none';
  if (typeof of !== 'object') return JSON.stringify(of);
  const members = Object.entries(of).filter(([, member]) => member !== undefined);
  return `{${members.map(([key, member]) => `${key}: ${written(member)}`).join(', ')}}`;
}
