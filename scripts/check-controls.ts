/**
 * Holds the generated ids of controls against the catalogue: `node scripts/check-controls.ts <catalogue>`, the folder
 * with `controls.json` and `framework-ids.json`. Every control that a rule names has to be known, every correction has
 * to correct something, and every part of a control has to be named by a rule.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { rules } from '../generated/rules.ts';
import { fromCatalogue, linesOf } from './controls/catalogue.ts';
import { evidenceFrom } from './controls/evidence.ts';
import { followed } from './controls/followed.ts';

const { positionals } = parseArgs({ allowPositionals: true });
const [folder] = positionals;
if (folder === undefined || positionals.length > 1) {
  process.stderr.write('usage: node scripts/check-controls.ts <folder of the catalogue>\n');
  process.exit(2);
}
const { controls, known, problems } = fromCatalogue(folder, rules);
const wrong = [
  ...problems,
  ...staleIn('controls.json', linesOf(controls)),
  ...staleIn('evidence.json', `${JSON.stringify(evidenceFrom(folder, followed(rules)), null, 1)}\n`),
  ...staleIn('frameworks.json', `${JSON.stringify(known, null, 1)}\n`),
];
process.stdout.write(
  `${wrong.map((problem) => `${problem}\n`).join('')}${rules.length} rules, ${Object.keys(controls).length} controls, ${wrong.length} problems\n`,
);
process.exitCode = wrong.length > 0 ? 1 : 0;

function staleIn(file: string, expected: string): readonly string[] {
  const actual = readFileSync(new URL(`../generated/${file}`, import.meta.url), 'utf8');
  return actual === expected ? [] : [`generated/${file} is not what the catalogue gives: npm run generate:controls`];
}
