import * as z from 'zod';
import type { AnyRule } from '../core/rule.ts';

/** An option of a rule, as people look it up. */
export interface Option {
  readonly name: string;
  readonly default: unknown;
  readonly description: string;
}

/** What a rule's own schema says of its options. */
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
