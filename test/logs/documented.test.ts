import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { RENAMED, WHOLE } from './wrapped.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/log-formats.md');

/** The rows of the table below a heading: name and second cell. */
function table(heading: string): readonly (readonly [string, string])[] {
  const section = page.split(`## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => {
    const [, name = '', second = ''] = row.split('|').map((cell) => cell.trim());
    return [name, second] as const;
  });
}
const names = (heading: string) => table(heading).map(([name]) => name);

/** Formats that test/logs/containers.test.ts reads. */
const ELSEWHERE = [
  'CloudTrail log files',
  'JSON lines',
  'EventBridge events',
  'CloudWatch Logs exports',
  'CloudWatch Logs subscriptions',
];

test('the page lists the formats that the tests read, and no other', () => {
  const whole = Object.keys(WHOLE).filter((name) => !/^objects with the (member|text) /.test(name));
  expect(names('Whole records')).toEqual([...ELSEWHERE, ...whole, 'objects with another member']);
  expect(names('Fields under other names')).toEqual(Object.keys(RENAMED));
});

test('the page lists the formats that are named and not read, with what to do', () => {
  const source = read('shared/logs/formats.ts');
  const constants = Object.fromEntries(
    [...source.matchAll(/const (EXPORT|UNPACK|SAVE|NONE) = '([^']+)'/g)].map(([, name = '', text = '']) => [
      name,
      text,
    ]),
  );
  const found = [...source.matchAll(/(?:foreign:|\/i?,) `([^`$]+): \$\{(\w+)\}`/g)];
  const inSource = new Set(found.map(([, name = '', constant = '']) => `${name}: ${constants[constant]}`));
  expect(inSource.size).toBeGreaterThan(25);
  expect(
    table('What is not read')
      .map((row) => row.join(': '))
      .sort(),
  ).toEqual([...inSource].sort());
});

test('the page lists the packings', () => {
  const [, packings = ''] = /type Packing = (.*);/.exec(read('shared/logs/formats.ts')) ?? [];
  const inSource = new Set(
    [...packings.matchAll(/'([^']+)'/g)].map(([, name = '']) => name.replace(/^utf-16.*/, 'UTF-16')),
  );
  expect(names('Packed files and encodings').sort()).toEqual([...inSource].sort());
});

test('the page lists the endings of files that are read in folders', () => {
  const [, endings = ''] = /LOG_ENDINGS = '([^']+)'/.exec(read('shared/logs/files.ts')) ?? [];
  const found = endings.match(/\.\w+/g) ?? [];
  expect(found.length).toBeGreaterThan(8);
  for (const ending of found) expect(page).toContain(`\`${ending}\``);
});
