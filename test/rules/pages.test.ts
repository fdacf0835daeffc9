import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { messagesOf } from '../../shared/core/message.ts';
import { loadRules } from '../support/load.ts';

const HEADINGS = [
  '## Why it matters',
  '## What is judged',
  '## What it looks like',
  '## What to do',
  '## When not to use it',
];
const folder = new URL('../../docs/rules/', import.meta.url);
const rules = [...(await loadRules()).values()].map(({ default: rule }) => [rule.id, rule] as const);

/** What is written by hand. */
const bodyOf = (id: string) =>
  readFileSync(new URL(`${id}.md`, folder), 'utf8').split('<!-- end of generated head -->\n')[1] ?? '';

/** The quoted sentences, one for each paragraph of the quotation. */
function quoted(body: string): readonly string[] {
  const quotations = body.match(/(?:^>.*\n)+/gm) ?? [];
  return quotations.flatMap((quotation) =>
    quotation
      .replaceAll(/^> ?/gm, '')
      .split('\n\n')
      .map((sentence) => sentence.trim().replaceAll('\n', ' ')),
  );
}

/** A message with any text in the place of its placeholders. */
const asPattern = (text: string) => {
  const fixed = text.split(/\{\{\w+\}\}/).map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${fixed.join('.+')}$`);
};

test('every page belongs to a rule', () => {
  const ids = new Set<string>(rules.map(([id]) => id));
  const pages = readdirSync(folder).filter((file) => file !== 'README.md');
  expect(pages.filter((file) => !ids.has(file.replace(/\.md$/, '')))).toEqual([]);
});

describe.each(rules)('docs/rules/%s.md', (id, rule) => {
  test('has the five headings, each with a text', () => {
    const body = bodyOf(id);
    expect(body.match(/^## .*$/gm)).toEqual(HEADINGS);
    for (const text of body.split(/^## .*$/m).slice(1)) expect(text.trim()).not.toBe('');
  });

  test('quotes what the rule reports, word for word', () => {
    const sentences = quoted(bodyOf(id));
    const messages = messagesOf(rule).map(({ text }) => asPattern(text));
    expect(sentences.length).toBeGreaterThan(0);
    expect(sentences.filter((sentence) => !messages.some((message) => message.test(sentence)))).toEqual([]);
  });
});
