import { expect, test } from 'vitest';
import { Conflict, retryOnConflict } from '../../shared/store/conflict.ts';

/** Meets another writer in its first attempts. */
function work(conflicts: number) {
  const attempts: number[] = [];
  const run = async (attempt: number) => {
    attempts.push(attempt);
    if (attempts.length <= conflicts) throw new Conflict('Another process wrote.');
    return 'written';
  };
  return { run, attempts };
}

test('work without a conflict is done once', async () => {
  const { run, attempts } = work(0);
  expect(await retryOnConflict(run)).toBe('written');
  expect(attempts).toEqual([1]);
});

test('work is done anew after each conflict, with the number of its attempt', async () => {
  const { run, attempts } = work(4);
  expect(await retryOnConflict(run)).toBe('written');
  expect(attempts).toEqual([1, 2, 3, 4, 5]);
});

test.each([
  [undefined, 5],
  [2, 2],
  [1, 1],
])('of %s attempts the last one throws the conflict', async (given, expected) => {
  const { run, attempts } = work(Infinity);
  await expect(retryOnConflict(run, given)).rejects.toThrow(Conflict);
  expect(attempts).toHaveLength(expected);
});

test('any other failure is thrown at once', async () => {
  let attempts = 0;
  const denied = async () => {
    attempts += 1;
    throw Object.assign(new Error('no'), { name: 'AccessDenied' });
  };
  await expect(retryOnConflict(denied)).rejects.toThrow('no');
  expect(attempts).toBe(1);
});

test('of many writers that met, all get through', async () => {
  let version = 0;
  const add = async () => {
    const before = version;
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (version !== before) throw new Conflict('Another process wrote.');
    version += 1;
  };
  await Promise.all(Array.from({ length: 4 }, () => retryOnConflict(add, 30)));
  expect(version).toBe(4);
});
