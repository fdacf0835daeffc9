import { expect, test } from 'vitest';
import { createScan, UndecidedValue } from '../../shared/secrets/known-formats.ts';

type Rules = Parameters<typeof createScan>[0];
type Rule = Rules[number];

/** A vendor's rule, as far as it is used. */
function rule(id: string, file: (report: () => void) => void): Rule {
  return {
    meta: { id: `@secretlint/secretlint-rule-${id}` },
    create: (context: { report(found: unknown): void }) => ({
      file: () => file(() => context.report({ message: { messageId: 'FOUND' } })),
    }),
  } as Rule;
}

const failing = rule('broken', () => {
  throw new Error('cannot read hunter2-hunter2-hunter2');
});
const finding = rule('github', (report) => report());
const silent = rule('npm', () => {});

test('a detector that fails is not the same as finding nothing', () => {
  const scan = createScan([failing, silent]);
  expect(() => scan('hunter2-hunter2-hunter2')).toThrow(UndecidedValue);
  expect(() => scan('hunter2-hunter2-hunter2')).not.toThrow(/hunter2/);
});

test('what another detector finds counts all the same', () => {
  expect(createScan([failing, finding])('hunter2-hunter2-hunter2')?.detector).toBe('github-token');
});
