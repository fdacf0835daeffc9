import { beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../../shared/store/conflict.ts';
import type { RateLimit, RateLimitChange, Run, Store } from '../../../shared/store/store.ts';
import { ACCOUNT, auditRecord, event, finding, NOW, newRef, nothing, run, storedFinding, writes } from '../things.ts';
import type { Make } from './make.ts';

export function runs(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  const taken: RateLimit = { hour: 5, count: 1, tripped: false };

  /** Begins a run on a resource that nothing is known of yet. */
  const begin = (one: Run, rateLimit?: RateLimitChange) =>
    store.begin(nothing(one.ref), writes({ run: one, ...(rateLimit ? { rateLimit } : {}) }));

  const rateLimit = async (rule: string, account: string) => (await store.beforeRun('none', rule, account)).rateLimit;

  test('begin once and go on', async () => {
    const one = run(newRef(), crypto.randomUUID());
    expect(await store.run(one.id)).toBeUndefined();
    await begin(one);
    await expect(begin({ ...one, ref: newRef(), completedSteps: 7 })).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toStrictEqual(one);
    const two = { ...one, version: 2, begun: 0 };
    await store.proceed(two);
    expect(await store.run(one.id)).toStrictEqual(two);
  });

  test('do not begin while remediation is paused', async () => {
    const [one, it] = [run(newRef(), crypto.randomUUID()), finding(newRef())];
    await store.control(auditRecord('pause'), { pause: { by: 'jane', reason: 'Stop.', at: NOW } });
    await expect(begin(one, { before: undefined, after: taken })).rejects.toThrow(Conflict);
    await store.save(nothing(it.resource), writes({ findings: [storedFinding(it)] }));
    await store.control(auditRecord('resume'), { resume: true });
    expect(await store.run(one.id)).toBeUndefined();
    expect(await store.resource(one.ref)).toMatchObject({ version: 0 });
    await begin(one);
    expect(await store.run(one.id)).toStrictEqual(one);
  });

  test('whatever may keep one from beginning is read at once', async () => {
    const one = run(newRef(), crypto.randomUUID(), { rule: 'known' });
    expect(await store.beforeRun(one.id, 'known', ACCOUNT)).toStrictEqual({});
    await begin(one, { before: undefined, after: taken });
    expect(await store.beforeRun(one.id, 'known', ACCOUNT)).toStrictEqual({ run: one, rateLimit: taken });
    const pause = { by: 'jane', reason: 'Stop.', at: NOW };
    await store.control(auditRecord('pause'), { pause });
    expect(await store.beforeRun('another', 'known', ACCOUNT)).toStrictEqual({ rateLimit: taken, pause });
    await store.control(auditRecord('resume'), { resume: true });
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
    const late = writes({ findings: [storedFinding(it)], events: [event(it)], run: { ...done, status: 'failed' } });
    await expect(store.save(await store.resource(one.ref), late)).rejects.toThrow(Conflict);
    expect(await store.run(one.id)).toStrictEqual(done);
    expect(await store.resource(one.ref)).toMatchObject({ version: 2, findings: [] });
    expect(await store.event(event(it).id)).toBeUndefined();
  });

  test('take their rate limit along, or neither', async () => {
    const one = () => run(newRef(), crypto.randomUUID(), { rule: 'limited' });
    expect(await rateLimit('limited', ACCOUNT)).toBeUndefined();
    await begin(one(), { before: undefined, after: taken });
    expect(await rateLimit('limited', ACCOUNT)).toStrictEqual(taken);
    expect(await rateLimit('limited', '444455556666')).toBeUndefined();
    for (const before of [undefined, { ...taken, count: 0 }, { ...taken, hour: 4 }, { ...taken, tripped: true }]) {
      const late = one();
      await expect(begin(late, { before, after: { ...taken, count: 2 } })).rejects.toThrow(Conflict);
      expect(await store.run(late.id)).toBeUndefined();
      expect(await store.resource(late.ref)).toMatchObject({ version: 0 });
    }
    // What is compared is what it says, not how it is written.
    await begin(one(), { before: { tripped: false, count: 1, hour: 5 }, after: { ...taken, count: 2 } });
    expect(await rateLimit('limited', ACCOUNT)).toStrictEqual({ ...taken, count: 2 });
  });

  test('a run that has begun takes no rate limit', async () => {
    const one = run(newRef(), crypto.randomUUID(), { rule: 'begun' });
    await begin(one);
    await expect(begin({ ...one, ref: newRef() }, { before: undefined, after: taken })).rejects.toThrow(Conflict);
    expect(await rateLimit('begun', ACCOUNT)).toBeUndefined();
  });

  test('of ten that take the last of an rate limit one begins', async () => {
    const begun = await Promise.allSettled(
      Array.from({ length: 10 }, () =>
        begin(run(newRef(), crypto.randomUUID(), { rule: 'raced' }), { before: undefined, after: taken }),
      ),
    );
    expect(begun.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('a rate limit trips only as it was read, and is reset whatever it was', async () => {
    const over = { ...taken, tripped: true };
    await store.trip('reset', ACCOUNT, { before: undefined, after: taken });
    await store.trip('reset', ACCOUNT, { before: taken, after: over });
    await store.control(auditRecord('reset'), { reset: { rule: 'reset', account: ACCOUNT } });
    expect(await rateLimit('reset', ACCOUNT)).toStrictEqual({ hour: 0, count: 0, tripped: false });
    await expect(store.trip('reset', ACCOUNT, { before: taken, after: over })).rejects.toThrow(Conflict);
    await expect(store.trip('reset', ACCOUNT, { before: undefined, after: over })).rejects.toThrow(Conflict);
  });
}
