import * as z from 'zod';
import type { AnyRule } from '../core/rule.ts';

/** An option of a rule, for its documentation. */
export interface Option {
  readonly name: string;
  readonly default: unknown;
  readonly description: string;
}

/** The options in a rule's schema. */
export function optionsOf(rule: AnyRule): readonly Option[] {
  const schema = z.toJSONSchema(rule.options, { io: 'input', unrepresentable: 'any' }) as {
    readonly properties?: Readonly<Record<string, { readonly default?: unknown; readonly description?: string }>>;
  };
  return Object.entries(schema.properties ?? {}).map(([name, option]) => ({
    name,
    default: option.default,
    description: option.description ?? '',
  }));
}
