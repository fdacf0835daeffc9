import { objectOf } from '../core/json.ts';
import { Redacted } from '../core/redacted.ts';
import { hasNames } from '../policy/name-keys.ts';

const MARK = '[redacted]';

/** Members that hold what people write. */
const FREE_TEXTS = new Set(['description', 'Description']);

/**
 * A part of a state as people see it. People write passwords and tokens also where no setting asks for one: into
 * descriptions, and into conditions that compare a header (`aws:Referer`) or a tag. These values become a mark.
 */
export function withoutFreeTexts(value: unknown): unknown {
  // It prints as a mark by itself.
  if (value instanceof Redacted) return value;
  if (Array.isArray(value)) return value.map(withoutFreeTexts);
  const object = objectOf(value);
  // A secret prints its own mark.
  if (!object || value instanceof Redacted) return value;
  return Object.fromEntries(
    Object.entries(object).map(([name, member]) => {
      if (FREE_TEXTS.has(name) && typeof member === 'string' && member !== '') return [name, MARK];
      return [name, name === 'Condition' ? conditionWithoutTexts(member) : withoutFreeTexts(member)];
    }),
  );
}

function conditionWithoutTexts(condition: unknown): unknown {
  const operators = objectOf(condition);
  if (!operators) return MARK;
  return Object.fromEntries(
    Object.entries(operators).map(([operator, block]) => {
      const keys = Object.entries(objectOf(block) ?? {});
      return [
        operator,
        Object.fromEntries(keys.map(([key, values]) => [key, hasNames(key) ? values : masked(values)])),
      ];
    }),
  );
}

function masked(values: unknown): unknown {
  return Array.isArray(values) ? values.map(() => MARK) : MARK;
}
