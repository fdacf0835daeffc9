/** Writes everything that follows from the rules, kinds and actions: `npm run generate`. */
import { CHECKLISTS } from '../shared/checklists/checklists.ts';
import { eventsWatchedBy } from '../shared/core/kind.ts';
import { usedBy } from '../shared/core/neighbour.ts';
import { outlineOf } from '../shared/core/outline.ts';
import type { AnyRule } from '../shared/core/rule.ts';
import type { Evidence } from './controls/evidence.ts';
import { checklistPage } from './generate/checklists.ts';
import { exampleConfig, jsonSchema } from './generate/config.ts';
import { rulePage, ruleTable, withHead } from './generate/docs.ts';
import { alertExample, eventExample, eventSchemas, eventTable, kindNames } from './generate/events.ts';
import { exampleTrail } from './generate/example-trail.ts';
import { HEAD, idOf, read, write } from './generate/files.ts';
import { noticePage } from './generate/notices.ts';
import { nameOf, resourcesWith, rulePaths, writeRegistry } from './generate/registry.ts';
import { replaySchemas, replayTables } from './generate/replay-schema.ts';

writeRegistry();
writeLoaders();
const { rules } = (await import('../generated/rules.ts')) as { rules: readonly AnyRule[] };
writeRulesByKind(rules);
writeOutlines(rules);
write('generated/plumbline.schema.json', `${JSON.stringify(jsonSchema(rules), null, 2)}\n`);
write('examples/trail.json', `${JSON.stringify({ Records: exampleTrail() }, null, 1)}\n`);
write('plumbline.example.yml', exampleConfig(rules));
for (const rule of rules) write(`docs/rules/${rule.id}.md`, withHead(read(`docs/rules/${rule.id}.md`), rulePage(rule)));
write('docs/rules/README.md', `# Rules\n\n${ruleTable(rules, '')}`);
write('README.md', withSection(read('README.md'), 'alert', await alertExample(rules)));
write('README.md', withSection(read('README.md'), 'rules', ruleTable(rules, 'docs/rules/')));
for (const [file, schema] of Object.entries(eventSchemas())) write(`generated/events/${file}`, schema);
for (const [file, schema] of Object.entries(replaySchemas())) write(`generated/replay/${file}`, schema);
write('docs/replay.md', withSection(read('docs/replay.md'), 'members', replayTables()));
write('docs/notices.md', withSection(read('docs/notices.md'), 'notices', noticePage()));
write('generated/kinds.ts', kindNames(rules));
write('docs/events.md', withSection(read('docs/events.md'), 'events', eventTable()));
write('docs/events.md', withSection(read('docs/events.md'), 'example', await eventExample(rules)));
for (const checklist of Object.values(CHECKLISTS))
  write(`docs/checklists/${checklist.name}.md`, checklistPage(checklist, rules));
const { declarations } = await import('./generate/declared.ts');
writeJson('generated/declared.json', await declarations(rules));
// Made of what is declared.
const { roles } = await import('./generate/roles.ts');
writeJson('generated/roles.json', roles());
const { callTable } = await import('./generate/calls.ts');
write('docs/sweeps.md', withSection(read('docs/sweeps.md'), 'calls', await callTable()));
const { coveragePage } = await import('./generate/coverage.ts');
const evidence = JSON.parse(read('generated/evidence.json')) as Evidence;
write('docs/coverage.md', withSection(read('docs/coverage.md'), 'coverage', await coveragePage(rules, evidence)));
const { deployerFiles } = await import('./generate/deployer.ts');
for (const [file, policy] of Object.entries(deployerFiles())) writeJson(`generated/deployer/${file}`, policy);
const { costTable } = await import('./generate/cost.ts');
write('docs/cost.md', withSection(read('docs/cost.md'), 'at rest', costTable()));

/** The rules on each kind, to be loaded with the first event that concerns it. */
function writeRulesByKind(all: readonly AnyRule[]): void {
  const paths = new Map(rulePaths().map((path) => [idOf(path), path]));
  const beside = all.flatMap((rule) => Object.values(usedBy(rule)).map(({ kind }) => kind));
  const kinds = new Map([...all.map(({ kind }) => kind), ...beside].map((kind) => [kind.name, kind]));
  const byKind = [...kinds.values()].sort(({ name: a }, { name: b }) => (a < b ? -1 : 1));
  for (const { name } of byKind) {
    const of = all.filter(({ kind }) => kind.name === name).map(({ id }) => paths.get(id) ?? '');
    const imports = of.map((path) => `import ${nameOf(path)} from '../../shared/rules/${path}';`);
    write(
      `generated/rules-by-kind/${name}.ts`,
      [
        ...HEAD,
        ...imports,
        ...(of.length > 0 ? [''] : ["import type { AnyRule } from '../../shared/core/rule.ts';", '']),
        `export { ${nameOf(name)} as kind } from '../../shared/resources/${name}/kind.ts';`,
        ...(of.length > 0
          ? [`export default [${of.map(nameOf).join(', ')}];`]
          : ['const none: readonly AnyRule[] = [];', 'export default none;']),
        '',
      ].join('\n'),
    );
  }
  write(
    'generated/rules-by-kind.ts',
    [
      ...HEAD,
      "import type { RulesByKind } from '../shared/config/by-kind.ts';",
      '',
      '/** What each kind follows, and the rules on it. */',
      'export const rulesByKind: RulesByKind = {',
      ...byKind.flatMap((kind) => [
        `  '${kind.name}': {`,
        `    events: [${eventsWatchedBy(kind)
          .map((id) => `'${id}'`)
          .join(', ')}],`,
        ...(beside.includes(kind) ? ['    isNeighbour: true,'] : []),
        `    load: () => import('./rules-by-kind/${kind.name}.ts'),`,
        '  },',
      ]),
      '};',
      '',
    ].join('\n'),
  );
}

/** What is known of each rule without its code, for functions that name rules of every kind. */
function writeOutlines(all: readonly AnyRule[]): void {
  write(
    'generated/rule-outlines.ts',
    [
      ...HEAD,
      "import type { RuleOutline } from '../shared/core/outline.ts';",
      '',
      '/** Of every rule, in the order of their ids. */',
      'export const ruleOutlines: readonly RuleOutline[] = [',
      ...all.map((rule) => `  ${JSON.stringify(outlineOf(rule))},`),
      '];',
      '',
    ].join('\n'),
  );
}

/** Modules that talk to AWS, by kind: loaded when a resource of the kind is met, so that a start loads no SDK client. */
function writeLoaders(): void {
  const table = (file: 'reader' | 'effects') =>
    resourcesWith(file).map((type) => `  '${type}': () => import('../shared/resources/${type}/${file}.ts'),`);
  write(
    'generated/readers.ts',
    [
      ...HEAD,
      "import type { AnyReader } from '../shared/aws/reader.ts';",
      '',
      '/** How to read each kind. */',
      'export const readers: Readonly<Record<string, () => Promise<{ readonly default: AnyReader }>>> = {',
      ...table('reader'),
      '};',
      '',
    ].join('\n'),
  );
  write(
    'generated/effects.ts',
    [
      ...HEAD,
      "import type { AnyEffect } from '../shared/aws/effect.ts';",
      '',
      "/** What each kind's actions do. */",
      'export const effects: Readonly<Record<string, () => Promise<{ readonly default: readonly AnyEffect[] }>>> = {',
      ...table('effects'),
      '};',
      '',
    ].join('\n'),
  );
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function withSection(text: string, name: string, content: string): string {
  const marks = new RegExp(`(<!-- ${name} -->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!marks.test(text)) throw new Error(`There is no section <!-- ${name} --> to write.`);
  return text.replace(marks, (_, open: string, close: string) => `${open}${content}${close}`);
}

function writeJson(path: string, content: unknown): void {
  write(path, `${JSON.stringify(content, null, 2)}\n`);
}
