import { objectOf } from '../core/json.ts';

/** A value that a field has, or a condition that it meets; a field that is not there meets only `exists: false`. */
export type Condition =
  | string
  | { readonly prefix: string }
  | { readonly suffix: string }
  | { readonly exists: boolean }
  | { readonly 'anything-but': string | readonly string[] };

/**
 * The part of an EventBridge pattern about a CloudTrail record. Each field needs one of its conditions.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export interface RecordPattern {
  readonly [field: string]: RecordPattern | readonly Condition[];
}

/** Whether EventBridge would match a record. Records in logs are matched as those of EventBridge are. */
export function matches(pattern: RecordPattern, record: unknown): boolean {
  const members = objectOf(record) ?? {};
  return Object.entries(pattern).every(([field, part]) => {
    const value = members[field];
    return isConditions(part) ? part.some((condition) => meets(condition, value)) : matches(part, value);
  });
}

export function isConditions(part: RecordPattern | readonly Condition[]): part is readonly Condition[] {
  return Array.isArray(part);
}

function meets(condition: Condition, value: unknown): boolean {
  if (typeof condition === 'object' && 'exists' in condition) return (value !== undefined) === condition.exists;
  if (typeof value !== 'string') return false;
  if (typeof condition === 'string') return value === condition;
  if ('prefix' in condition) return value.startsWith(condition.prefix);
  if ('suffix' in condition) return value.endsWith(condition.suffix);
  return ![condition['anything-but']].flat().includes(value);
}
