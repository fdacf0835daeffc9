import { expect, test } from 'vitest';
import * as z from 'zod';
import { rules } from '../../generated/rules.ts';
import { exampleConfig, jsonSchema } from '../../scripts/generate/config.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { optionsOf } from '../../shared/config/options.ts';
import type { AnyRule } from '../../shared/core/rule.ts';

/** A rule with options that its author wrote with less usual functions of zod. */
const rule: AnyRule = {
  ...rules[0],
  id: 'with-options',
  options: z
    .strictObject({
      days: z.number().default(90).describe('Days.'),
      name: z
        .string()
        .regex(/^[a-z]+$/)
        .optional()
        .describe('A name.'),
      length: z
        .string()
        .transform((text) => text.length)
        .optional()
        .describe('A length.'),
      even: z
        .custom<number>((value) => Number(value) % 2 === 0)
        .default(2)
        .describe('An even number.'),
    })
    .refine(({ days, even }) => days !== even, 'days and even must differ.'),
} as AnyRule;

test('every option is listed, also one without a default and one that no JSON schema can describe', () => {
  expect(optionsOf(rule)).toEqual([
    { name: 'days', default: 90, description: 'Days.' },
    { name: 'name', default: undefined, description: 'A name.' },
    { name: 'length', default: undefined, description: 'A length.' },
    { name: 'even', default: 2, description: 'An even number.' },
  ]);
  expect(JSON.stringify(jsonSchema([rule]))).toContain('"An even number."');
});

test('the example has each option as a setting, and one without a default as a comment', () => {
  const example = exampleConfig([rule]);
  expect(example).toContain('\n    days: 90 # Days.\n    # name: # A name.\n');
  expect(loadConfig(example, 'plumbline.example.yml', [rule]).rules[0]?.options).toEqual({ days: 90, even: 2 });
});

test('a condition on several options is checked beside the settings that every rule has', () => {
  const load = (options: string) => loadConfig(`rules: { with-options: { ${options} } }`, 'p.yml', [rule]);
  expect(load('days: 3, enabled: true, name: web').rules[0]?.options).toEqual({ days: 3, even: 2, name: 'web' });
  expect(() => load('days: 2')).toThrow('p.yml:1:10: rules.with-options: days and even must differ.');
  expect(() => load('name: WEB')).toThrow(/^p\.yml:1:26: rules\.with-options\.name: /);
  expect(() => load('other: 1')).toThrow('there is no setting "other"');
});
