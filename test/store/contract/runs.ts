import { beforeAll, expect, test } from 'vitest';
import { type Allowance, Conflict, type Store } from '../../../shared/store/store.ts';
import { ACCOUNT, NOW, newRef, nothing, run, writes } from '../things.ts';
import type { Make } from './make.ts';

export function runs(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  const taken: Allowance = { hour: 5, count: 1, tripped: false };

  test('begin once and go on', async () => {
    const one = run(newRef(), crypto.randomUUID());
    expect(await store.run(one.id)).toBeUndefined();
    await store.begin(one);
    await expect(store.begin({ ...one, done: 7 })).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toStrictEqual(one);
    await store.proceed({ ...one, begun: 0 });
    expect(await store.run(one.id)).toStrictEqual({ ...one, begun: 0 });
  });

  test('end in the write that records their outcome', async () => {
    const ref = newRef();
    const one = run(ref, crypto.randomUUID());
    await store.begin(one);
    const done = { ...one, status: 'done' as const, done: 1, endedAt: NOW, note: 'Done.' };
    await store.save(nothing(ref), writes({ run: done }));
    expect(await store.run(one.id)).toStrictEqual(done);
  });

  test('take their allowance along, or neither', async () => {
    const begin = (before: Allowance | undefined, taken: Allowance, rule = 'limited') => {
      const one = run(newRef(), crypto.randomUUID(), { rule });
      return { one, begun: store.begin(one, { before, taken }) };
    };
    expect(await store.allowance('limited', ACCOUNT)).toBeUndefined();
    await begin(undefined, taken).begun;
    expect(await store.allowance('limited', ACCOUNT)).toStrictEqual(taken);
    expect(await store.allowance('limited', '444455556666')).toBeUndefined();
    for (const stale of [undefined, { ...taken, count: 0 }, { ...taken, hour: 4 }, { ...taken, tripped: true }]) {
      const { one, begun } = begin(stale, { ...taken, count: 2 });
      await expect(begun).rejects.toThrow(Conflict);
      expect(await store.run(one.id)).toBeUndefined();
    }
    // What is compared is what it says, not how it is written.
    await begin({ tripped: false, count: 1, hour: 5 }, { ...taken, count: 2 }).begun;
    expect(await store.allowance('limited', ACCOUNT)).toStrictEqual({ ...taken, count: 2 });
  });

  test('a run that has begun takes no allowance', async () => {
    const one = run(newRef(), crypto.randomUUID(), { rule: 'begun' });
    await store.begin(one);
    await expect(store.begin(one, { before: undefined, taken })).rejects.toThrow(Conflict);
    expect(await store.allowance('begun', ACCOUNT)).toBeUndefined();
  });

  test('of ten that take the last of an allowance one begins', async () => {
    const begun = await Promise.allSettled(
      Array.from({ length: 10 }, () => {
        const one = run(newRef(), crypto.randomUUID(), { rule: 'raced' });
        return store.begin(one, { before: undefined, taken });
      }),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('an allowance is set whatever it was', async () => {
    await store.allow('reset', ACCOUNT, { hour: 5, count: 9, tripped: true });
    await store.allow('reset', ACCOUNT, taken);
    expect(await store.allowance('reset', ACCOUNT)).toStrictEqual(taken);
  });
}
