/**
 * Joins the controls that rules name with the ids of the frameworks: `npm run generate:controls -- <catalogue>`, the
 * folder with `controls.json` and `framework-ids.json`. Needed where a rule names a new control. `npm run generate`
 * then carries the ids into the pages of the rules.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AnyRule } from '../shared/core/rule.ts';
import { fromCatalogue, linesOf } from './controls/catalogue.ts';
import { evidenceFrom } from './controls/evidence.ts';
import { followed } from './controls/followed.ts';
import { writeRegistry } from './generate/registry.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  process.stderr.write('usage: npm run generate:controls -- <folder of the catalogue>\n');
  process.exit(2);
}
// A rule may have come since the last `npm run generate`.
writeRegistry();
const { rules } = (await import('../generated/rules.ts')) as { rules: readonly AnyRule[] };
const { controls, known, problems } = fromCatalogue(folder, rules);
writeFileSync(new URL('../generated/controls.json', import.meta.url), linesOf(controls));
writeFileSync(new URL('../generated/frameworks.json', import.meta.url), `${JSON.stringify(known, null, 1)}\n`);
writeFileSync(
  new URL('../generated/evidence.json', import.meta.url),
  `${JSON.stringify(evidenceFrom(folder, followed(rules)), null, 1)}\n`,
);
process.stderr.write(problems.map((problem) => `${problem}\n`).join(''));
process.exitCode = problems.length > 0 ? 1 : 0;
