import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from 'vitest';

interface Row {
  readonly file: string;
  readonly now: string;
  readonly title: string;
}

/** What an answer begins with whose test is marked as failing. */
const NOT_YET = 'Not yet: ';

function rowsOf(page: string): readonly Row[] {
  return page.split('\n## ').flatMap((section) => {
    const file = /^Tests: `(.+)`$/m.exec(section)?.[1] ?? '';
    const cells = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, row = '']) => row.split(' | '));
    return cells.slice(2).map(([, , now = '', title = '']) => ({ file, now, title }));
  });
}

/** The titles of a file's tests, and whether each is marked as failing. */
function titlesIn(text: string): ReadonlyMap<string, boolean> {
  const literal = String.raw`('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")`;
  const begin = String.raw`\btest(\.fails)?(?:\.each\(|\(\s*${literal})`;
  const titles = new Map<string, boolean>();
  for (const { 1: fails, 2: plain, index } of text.matchAll(new RegExp(begin, 'g'))) {
    // The title of a table of cases stands behind the table.
    const found = plain ?? new RegExp(String.raw`\)\(\s*${literal}`).exec(text.slice(index))?.[1] ?? '';
    titles.set(found.slice(1, -1).replaceAll("\\'", "'"), fails !== undefined);
  }
  return titles;
}

const rows = rowsOf(readFileSync('docs/attacks.md', 'utf8'));
const files = [...globSync('test/attacks/*.test.ts'), 'test/e2e/at-once.test.ts'];

describe.each(files)('the attacks of %s', (file) => {
  const titles = titlesIn(readFileSync(file, 'utf8'));
  const its = rows.filter((row) => row.file === file);

  test('are in docs/attacks.md, each with its test, and no other', () => {
    expect(titles.size, 'no test was found').toBeGreaterThan(0);
    expect(its.map(({ title }) => title).toSorted()).toEqual([...titles.keys()].toSorted());
  });

  test('are answered as docs/attacks.md says', () => {
    const open = its.filter(({ now }) => now.startsWith(NOT_YET)).map(({ title }) => title);
    const failing = [...titles].filter(([, fails]) => fails).map(([title]) => title);
    expect(open.toSorted(), `write "${NOT_YET}" where a test is marked as failing, and nowhere else`).toEqual(
      failing.toSorted(),
    );
  });
});

test('every row of docs/attacks.md names a file of tests that exists', () => {
  expect(rows.length).toBeGreaterThan(0);
  expect([...new Set(rows.map(({ file }) => basename(file)))].toSorted()).toEqual(
    files.map((file) => basename(file)).toSorted(),
  );
});
