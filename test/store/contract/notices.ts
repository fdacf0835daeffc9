import { expect, test } from 'vitest';
import { Conflict } from '../../../shared/store/conflict.ts';
import { aNotice, NOW, reported } from '../things.ts';
import type { Make } from './make.ts';

export function notices(make: Make): void {
  test('what was never counted is an empty record', async () => {
    const store = await make();
    expect(await store.notice('k')).toStrictEqual({ key: 'k', version: 0, number: 0, remembered: [], seen: [] });
    expect(await store.notices()).toStrictEqual([]);
  });

  test('a record is read as it was written, and its event is delivered', async () => {
    const store = await make();
    const record = aNotice('k');
    await store.saveNotice(record, [reported(record)], NOW);
    expect(await store.notice('k')).toStrictEqual({ ...record, version: 1 });
    expect(await store.notices()).toStrictEqual([{ ...record, version: 1 }]);
    expect((await store.eventToDeliver('notice-k-1-reported', NOW, 1000))?.event).toStrictEqual(reported(record));
  });

  test('what was counted and not reported is kept without a notice', async () => {
    const store = await make();
    const { notice: _none, ...record } = { ...aNotice('k'), number: 0 };
    await store.saveNotice(record, [], NOW);
    expect(await store.notice('k')).toStrictEqual({ ...record, version: 1 });
  });

  test('of two processes that have read the same, one is refused, and its event is not recorded', async () => {
    const store = await make();
    const record = aNotice('k');
    await store.saveNotice(record, [], NOW);
    await expect(store.saveNotice(record, [reported(record)], NOW)).rejects.toThrow(Conflict);
    expect(await store.eventToDeliver('notice-k-1-reported', NOW, 1000)).toBeUndefined();
  });

  test('further occurrences are added in any order, and the last time stays the last', async () => {
    const store = await make();
    const record = aNotice('k');
    await store.saveNotice(record, [], NOW);
    expect(await store.countNotice(record, { count: 10, lastAt: NOW + 5000 }, NOW)).toBe(true);
    expect(await store.countNotice(record, { count: 3, lastAt: NOW + 2000 }, NOW)).toBe(true);
    expect((await store.notice('k')).notice).toMatchObject({ count: 14, lastAt: NOW + 5000 });
    expect(await store.countNotice({ key: 'k', number: 2 }, { count: 1, lastAt: NOW + 9000 }, NOW)).toBe(false);
    expect((await store.notice('k')).notice).toMatchObject({ count: 14, lastAt: NOW + 5000 });
    await expect(store.saveNotice({ ...record, version: 1 }, [], NOW)).rejects.toThrow(Conflict);
  });

  test('nothing is counted where nothing was reported', async () => {
    const store = await make();
    expect(await store.countNotice({ key: 'k', number: 1 }, { count: 1, lastAt: NOW }, NOW)).toBe(false);
    expect(await store.notices()).toStrictEqual([]);
  });
}
