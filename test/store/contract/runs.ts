import { beforeAll, expect, test } from 'vitest';
import { type Allowance, Conflict, type Run, type Store, type Taking } from '../../../shared/store/store.ts';
import { ACCOUNT, entry, finding, held, NOW, newRef, nothing, run, writes } from '../things.ts';
import type { Make } from './make.ts';

export function runs(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  const taken: Allowance = { hour: 5, count: 1, tripped: false };

  /** Begins a run on a resource that nothing is known of yet. */
  const begin = (one: Run, allowance?: Taking) =>
    store.begin(nothing(one.ref), writes({ run: one, ...(allowance ? { allowance } : {}) }));

  const allowance = async (rule: string, account: string) => (await store.beforeRun('none', rule, account)).allowance;

  test('begin once and go on', async () => {
    const one = run(newRef(), crypto.randomUUID());
    expect(await store.run(one.id)).toBeUndefined();
    await begin(one);
    await expect(begin({ ...one, ref: newRef(), done: 7 })).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toStrictEqual(one);
    const two = { ...one, version: 2, begun: 0 };
    await store.proceed(two);
    expect(await store.run(one.id)).toStrictEqual(two);
  });

  test('do not begin while remediation is paused', async () => {
    const [one, it] = [run(newRef(), crypto.randomUUID()), finding(newRef())];
    await store.pause({ by: 'jane', reason: 'Stop.', at: NOW });
    await expect(begin(one, { before: undefined, taken })).rejects.toThrow(Conflict);
    await store.save(nothing(it.resource), writes({ findings: [held(it)] }));
    await store.pause(undefined);
    expect(await store.run(one.id)).toBeUndefined();
    expect(await store.resource(one.ref)).toMatchObject({ version: 0 });
    await begin(one);
    expect(await store.run(one.id)).toStrictEqual(one);
  });

  test('whatever may keep one from beginning is read at once', async () => {
    const one = run(newRef(), crypto.randomUUID(), { rule: 'known' });
    expect(await store.beforeRun(one.id, 'known', ACCOUNT)).toStrictEqual({});
    await begin(one, { before: undefined, taken });
    expect(await store.beforeRun(one.id, 'known', ACCOUNT)).toStrictEqual({ run: one, allowance: taken });
    const pause = { by: 'jane', reason: 'Stop.', at: NOW };
    await store.pause(pause);
    expect(await store.beforeRun('another', 'known', ACCOUNT)).toStrictEqual({ allowance: taken, pause });
    await store.pause(undefined);
    expect(await store.beforeRun(one.id, 'known', '444455556666')).toStrictEqual({ run: one });
  });

  test('are each written once from one version: whoever comes second writes nothing', async () => {
    const one = run(newRef(), crypto.randomUUID());
    await expect(store.proceed({ ...one, version: 2 })).rejects.toThrow(Conflict);
    await begin(one);
    const both = await Promise.allSettled(['a', 'b'].map((note) => store.proceed({ ...one, version: 2, note })));
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(store.proceed({ ...one, version: 2 })).rejects.toThrow(Conflict);
    await expect(store.proceed({ ...one, version: 4 })).rejects.toThrow(Conflict);
    await expect(store.proceed({ ...one, version: 1 })).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toMatchObject({ version: 2, note: expect.stringMatching(/^[ab]$/) });
  });

  test('end in the write that records their outcome, once', async () => {
    const one = run(newRef(), crypto.randomUUID());
    await begin(one);
    const done = { ...one, version: 2, status: 'done' as const, done: 1, endedAt: NOW, note: 'Done.' };
    await store.save(await store.resource(one.ref), writes({ run: done }));
    expect(await store.run(one.id)).toStrictEqual(done);
    const it = finding(one.ref);
    const late = writes({ findings: [held(it)], entries: [entry(it)], run: { ...done, status: 'failed' } });
    await expect(store.save(await store.resource(one.ref), late)).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toStrictEqual(done);
    expect(await store.resource(one.ref)).toMatchObject({ version: 2, findings: [] });
    expect(await store.entry(entry(it).id)).toBeUndefined();
  });

  test('take their allowance along, or neither', async () => {
    const one = () => run(newRef(), crypto.randomUUID(), { rule: 'limited' });
    expect(await allowance('limited', ACCOUNT)).toBeUndefined();
    await begin(one(), { before: undefined, taken });
    expect(await allowance('limited', ACCOUNT)).toStrictEqual(taken);
    expect(await allowance('limited', '444455556666')).toBeUndefined();
    for (const before of [undefined, { ...taken, count: 0 }, { ...taken, hour: 4 }, { ...taken, tripped: true }]) {
      const late = one();
      await expect(begin(late, { before, taken: { ...taken, count: 2 } })).rejects.toThrow(Conflict);
      expect(await store.run(late.id)).toBeUndefined();
      expect(await store.resource(late.ref)).toMatchObject({ version: 0 });
    }
    // What is compared is what it says, not how it is written.
    await begin(one(), { before: { tripped: false, count: 1, hour: 5 }, taken: { ...taken, count: 2 } });
    expect(await allowance('limited', ACCOUNT)).toStrictEqual({ ...taken, count: 2 });
  });

  test('a run that has begun takes no allowance', async () => {
    const one = run(newRef(), crypto.randomUUID(), { rule: 'begun' });
    await begin(one);
    await expect(begin({ ...one, ref: newRef() }, { before: undefined, taken })).rejects.toThrow(Conflict);
    expect(await allowance('begun', ACCOUNT)).toBeUndefined();
  });

  test('of ten that take the last of an allowance one begins', async () => {
    const begun = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        begin(run(newRef(), crypto.randomUUID(), { rule: 'raced' }), { before: undefined, taken }),
      ),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('an allowance is set whatever it was', async () => {
    await store.allow('reset', ACCOUNT, { hour: 5, count: 9, tripped: true });
    await store.allow('reset', ACCOUNT, taken);
    expect(await allowance('reset', ACCOUNT)).toStrictEqual(taken);
  });
}
