import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import manifest from '../../package.json' with { type: 'json' };
import { ROOT } from '../../scripts/build/common.ts';

const FOLDER = join(ROOT, '.github/ISSUE_TEMPLATE');
const PROJECT = 'https://github.com/plumbline-dev/plumbline';

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: { readonly label?: string };
  }[];
}

const forms = new Map(
  readdirSync(FOLDER)
    .filter((file) => file !== 'config.yml')
    .map((file) => [file, parse(readFileSync(join(FOLDER, file), 'utf8')) as Form]),
);

test('there is a form for each sort of issue', () => {
  expect([...forms.values()].map(({ name }) => name).sort()).toEqual([
    'Bug',
    'False alarm',
    'Missed drift',
    'New rule',
  ]);
});

/** @see https://docs.github.com/en/communities/using-templates-to-encourage-useful-issues-and-pull-requests/syntax-for-githubs-form-schema */
test.each([...forms])('%s is a form that GitHub takes', (_, { description, body }) => {
  expect(description).toMatch(/\w/);
  const fields = body.filter(({ type }) => type !== 'markdown');
  expect(fields.length).toBeGreaterThan(0);
  for (const { type, id, attributes } of fields) {
    expect(['input', 'textarea', 'dropdown', 'checkboxes']).toContain(type);
    expect(id).toMatch(/^[a-z]+$/);
    expect(attributes.label).toMatch(/\w/);
  }
  expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length);
});

test('vulnerabilities are reported privately, at the place that SECURITY.md names', () => {
  const config = parse(readFileSync(join(FOLDER, 'config.yml'), 'utf8')) as {
    readonly contact_links: readonly { readonly url: string }[];
  };
  const address = `${PROJECT}/security/advisories/new`;
  expect(config.contact_links.map(({ url }) => url)).toEqual([address]);
  expect(readFileSync(join(ROOT, 'SECURITY.md'), 'utf8')).toContain(address);
});

test('SECURITY.md names forms that there are', () => {
  const names = [...forms.values()].map(({ name }) => name);
  const named = [...readFileSync(join(ROOT, 'SECURITY.md'), 'utf8').matchAll(/\*([A-Z][\w ]+)\*/g)].map(
    ([, name]) => name,
  );
  expect(named).toEqual(['Missed drift', 'False alarm']);
  expect(names).toEqual(expect.arrayContaining(named));
});

test('package.json names the same project', () => {
  expect(manifest).toMatchObject({
    homepage: `${PROJECT}#readme`,
    repository: { type: 'git', url: `git+${PROJECT}.git` },
    bugs: { url: `${PROJECT}/issues` },
  });
});
