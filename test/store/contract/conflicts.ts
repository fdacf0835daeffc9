import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { Conflict } from '../../../shared/store/conflict.ts';
import type { ResourceRecord, Store } from '../../../shared/store/store.ts';
import { event, finding, NOW, newRef, nothing, run, storedFinding, writes } from '../things.ts';
import type { Make } from './make.ts';

export function conflicts(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  test.each([
    ['older', -1],
    ['newer', 1],
  ])('what was read at an %s version is not written', async (_, by) => {
    const ref = newRef();
    await store.save(nothing(ref), writes({ resource: { state: { name: 'one' } } }));
    const it = finding(ref);
    const stale: ResourceRecord = { ...(await store.resource(ref)), version: 1 + by };
    const late = store.save(
      stale,
      writes({
        resource: { state: { name: 'two' } },
        findings: [storedFinding(it)],
        events: [event(it)],
        run: run(ref, it.id),
      }),
    );
    await expect(late).rejects.toThrow(Conflict);
    expect(await store.resource(ref)).toStrictEqual({ ref, version: 1, state: { name: 'one' }, findings: [] });
    expect(await store.event(event(it).id)).toBeUndefined();
    expect(await store.run(it.id)).toBeUndefined();
    expect(await store.locate(it.id)).toBeUndefined();
  });

  test('a finding event is never written over', async () => {
    const ref = newRef();
    const it = finding(ref);
    await store.save(nothing(ref), writes({ findings: [storedFinding(it)], events: [event(it)] }));
    const record = await store.resource(ref);
    const again = writes({
      resource: { state: { name: 'two' } },
      events: [event(it, 2), event(it, 1, { recordedAt: NOW + 1 })],
    });
    await expect(store.save(record, again)).rejects.toThrow(Conflict);
    expect(await store.event(event(it).id)).toStrictEqual(event(it));
    expect(await store.event(event(it, 2).id)).toBeUndefined();
    expect(await store.resource(ref)).toStrictEqual(record);
  });

  test('one thing is not written twice at once', async () => {
    const ref = newRef();
    const it = finding(ref);
    for (const twice of [{ findings: [storedFinding(it), storedFinding(it)] }, { events: [event(it), event(it)] }]) {
      await expect(store.save(nothing(ref), writes(twice))).rejects.toThrow('is written twice at once.');
    }
    expect(await store.resource(ref)).toStrictEqual(nothing(ref));
  });

  test('of twenty writers at once one succeeds, and all do that try again', async () => {
    const store = await make();
    const ref = newRef();
    const it = finding(ref);
    const wins = new Map<number, number>();
    let conflicts = 0;
    const write = async (number: number): Promise<void> => {
      const before = await store.resource(ref);
      const count = (before.findings[0]?.eventCount ?? 0) + 1;
      try {
        await store.save(
          before,
          writes({
            findings: [storedFinding(it, { eventCount: count })],
            events: [event(it, count, { recordedAt: number })],
          }),
        );
        wins.set(before.version, (wins.get(before.version) ?? 0) + 1);
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
        conflicts += 1;
        await sleep(Math.random() * 300);
        await write(number);
      }
    };
    await Promise.all(Array.from({ length: 20 }, (_, number) => write(number)));
    expect(await store.resource(ref)).toMatchObject({ version: 20, findings: [{ eventCount: 20 }] });
    expect([...wins]).toEqual(Array.from({ length: 20 }, (_, version) => [version, 1]));
    expect(conflicts).toBeGreaterThan(0);
    const events = await Promise.all(Array.from({ length: 20 }, (_, index) => store.event(`${it.id}-${index + 1}`)));
    expect(new Set(events.map((each) => each?.recordedAt)).size).toBe(20);
  }, 60_000);
}
