import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as zod from 'zod';
import { rules } from '../../../generated/rules.ts';
import { ROOT } from '../../../scripts/build/common.ts';
import { settingsText } from '../../../scripts/build/functions.ts';
import { withoutSchemas } from '../../../scripts/build/plugins.ts';
import { defaultSettings, type RuleSetting } from '../../../shared/config/settings.ts';
import type { AnyRule } from '../../../shared/core/rule.ts';
import { loadModules } from '../../support/load.ts';
import type { RuleCases } from '../../support/rule-cases.ts';
import { contextOf } from '../../support/test-rule.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-schemas-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a bundle of a module exports, and which of zod's modules are in it. */
async function bundled(input: string): Promise<{ readonly exports: object; readonly zod: readonly string[] }> {
  const bundle = await rolldown({ cwd: ROOT, input, platform: 'node', plugins: [withoutSchemas] });
  const {
    output: [{ code, moduleIds }],
  } = await bundle.generate();
  await bundle.close();
  const file = join(mkdtempSync(join(folder, 'bundle-')), 'index.mjs');
  writeFileSync(file, code);
  return {
    exports: (await import(pathToFileURL(file).href)) as object,
    zod: moduleIds.filter((id) => id.includes('node_modules/zod')),
  };
}

/** A bundle of a rule with these lines before it and these options. */
async function ruleWith(name: string, imports: string, options: string): ReturnType<typeof bundled> {
  const path = join(folder, 'shared/rules/ebs', `${name}.ts`);
  mkdirSync(join(path, '..'), { recursive: true });
  const text = `${imports}\nexport const options = ${options};\nexport const judge = () => 'judged';\n`;
  writeFileSync(path, text);
  return bundled(path);
}

const EVERYTHING = `z.strictObject({
  many: z.number().min(1).max(9).multipleOf(0.5).default(3).describe('Many.'),
  whole: z.coerce.number().int().optional(),
  day: z.iso.date().or(z.iso.datetime({ offset: true })).nullable(),
  name: z.string().regex(/^[a-z]+$/).trim().toLowerCase().refine((text) => text !== 'x', 'Not x.'),
  either: z.union([z.literal('one'), z.literal(2)]).default('one'),
  shape: z.discriminatedUnion('is', [z.object({ is: z.literal('a') }), z.looseObject({ is: z.literal('b') })]),
  table: z.record(z.string(), z.array(z.tuple([z.int(), z.boolean()]).readonly())).default({}),
  level: z.enum(['low', 'high']).exclude(['low']).catch('high'),
  lazily: z.lazy(() => z.templateLiteral(['a', z.number()])),
  piped: z.string().transform((text) => text.length).pipe(z.number()),
  list: z.preprocess((value) => [value].flat(), z.array(z.email()).nonempty()),
  merged: z.object({ a: z.ipv4() }).extend(z.object({ b: z.cidrv4() }).shape).partial().and(z.object({})),
  custom: z.custom<string>((value) => typeof value === 'string'),
  not: z.instanceof(Date).or(z.bigint()).or(z.set(z.never())).or(z.map(z.any(), z.unknown())),
}).superRefine((all, context) => context.addIssue(String(all)))`;

describe('the options of a rule in a bundle', () => {
  test.each([
    ['all of it', "import * as z from 'zod';"],
    ['z alone', "import { z } from 'zod';"],
    ['the default', "import z from 'zod';"],
    ['another version of it', "import * as z from 'zod/v4';"],
  ])('use any of the functions of zod, imported as %s', async (name, imports) => {
    expect(await ruleWith(name.replaceAll(' ', '-'), imports, EVERYTHING)).toMatchObject({
      exports: { options: expect.any(Function), judge: expect.any(Function) },
      zod: [],
    });
  });

  test('use each function under the name that zod gives it', async () => {
    const names = Object.keys(zod);
    expect(names).toEqual(expect.arrayContaining(['string', 'function', 'default', 'z', 'NEVER']));
    const { exports, zod: left } = await ruleWith(
      'each',
      "import * as zod from 'zod';",
      `[${names.map((name) => `zod.${name}`).join(', ')}]`,
    );
    const { options } = exports as { readonly options: readonly unknown[] };
    expect(options).toHaveLength(names.length);
    expect(new Set(options).size).toBe(1);
    expect(left).toEqual([]);
  });

  test.each(['parse', 'safeParse', 'parseAsync', 'safeParseAsync', 'spa', 'decode', 'encodeAsync'])(
    'are not there to check anything: %s throws',
    async (name) => {
      const { exports } = await ruleWith(`with-${name}`, "import * as z from 'zod';", 'z.strictObject({ a: z.int() })');
      const { options } = exports as { readonly options: Readonly<Record<string, (value: unknown) => unknown>> };
      expect(() => options[name]?.({})).toThrow(`A rule can use zod for its options only: in a function, ${name}`);
    },
  );
});

test('options that are no JSON are refused with the name of their rule: a function would be given others', () => {
  const settings = defaultSettings(rules.slice(0, 2));
  expect(JSON.parse(settingsText(settings))).toMatchObject({ rules: [{ rule: rules[0]?.id }, {}] });
  const [first, ...others] = settings.rules as [RuleSetting];
  for (const since of [new Date(0), Infinity, 1n, new Set(['a'])]) {
    const wrong = { ...settings, rules: [...others, { ...first, options: { since } }] };
    expect(() => settingsText(wrong)).toThrow(`The options of ${rules[0]?.id} cannot be written as JSON.`);
  }
});

describe('a rule in a bundle', async () => {
  const cases = [...(await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts')).values()];
  let inBundles: readonly AnyRule[] = [];
  beforeAll(async () => {
    const { exports, zod: left } = await bundled(join(ROOT, 'generated/rules.ts'));
    expect(left).toEqual([]);
    inBundles = (exports as { readonly rules: readonly AnyRule[] }).rules;
  });

  // It catches a rule that needs zod for more than its options: in a bundle it would judge something else.
  test.each(cases.map(({ default: own }) => [own.rule.id, own] as const))(
    '%s judges and plans as it does outside of one',
    (id, { rule, compliant, drifted, unknown = [] }) => {
      const inBundle = inBundles.find((each) => each.id === id) ?? expect.fail(`generated/rules.ts has no ${id}`);
      for (const given of [...compliant, ...drifted, ...unknown]) {
        const context = contextOf(rule, given);
        const judged = rule.judge(given.state, context);
        expect(inBundle.judge(given.state, context), given.name).toEqual(judged);
        if (!rule.remediation || !Array.isArray(judged) || judged.length === 0) continue;
        const plan = rule.remediation.plan(given.state, judged, context);
        expect(inBundle.remediation?.plan(given.state, judged, context), given.name).toEqual(plan);
      }
    },
  );
});
