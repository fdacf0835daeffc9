import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ROOT } from '../../scripts/build/common.ts';

/** `mockClient(S3Client)` is every client of that class; `mockClient(s3)` is one client, which no other file has. */
const OF_A_CLASS = /mockClient\([A-Z]/;

// Test files of one worker share their modules: a class that stays mocked answers the next file with nothing.
test('a test file that mocks a class of clients restores it', () => {
  const files = globSync('test/**/*.test.ts', { cwd: ROOT });
  const mocking = files.filter((file) => OF_A_CLASS.test(readFileSync(`${ROOT}${file}`, 'utf8')));
  expect(mocking.length).toBeGreaterThan(0);
  expect(
    mocking
      .filter((file) => !readFileSync(`${ROOT}${file}`, 'utf8').includes('.restore()'))
      .map((file) => `${file}: mocks a class of clients; add afterAll(() => <mock>.restore())`),
  ).toEqual([]);
});
