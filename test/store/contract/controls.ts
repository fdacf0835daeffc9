import { expect, test } from 'vitest';
import { Conflict } from '../../../shared/store/conflict.ts';
import { auditRecord, NOW } from '../things.ts';
import type { Make } from './make.ts';

export function controls(make: Make): void {
  test('the kill switch is pressed until it is released', async () => {
    const store = await make();
    expect(await store.paused()).toBeUndefined();
    const pause = { by: 'jane', reason: 'Something is wrong.', at: NOW };
    await store.control(auditRecord('pause'), { pause });
    expect(await store.paused()).toStrictEqual(pause);
    await store.control(auditRecord('resume'), { resume: true });
    await store.control(auditRecord('resume'), { resume: true });
    expect(await store.paused()).toBeUndefined();
  });

  test('who did what is kept, the latest first, two at once too', async () => {
    const store = await make();
    expect(await store.auditRecords()).toStrictEqual([]);
    const auditRecords = [
      auditRecord('pause', { note: 'Something is wrong.' }),
      auditRecord('resume', { by: 'lee', recordedAt: NOW + 60_000 }),
      auditRecord('reset', { by: 'kim', recordedAt: NOW + 60_000, note: 'It may go on.' }),
    ];
    for (const each of auditRecords) await store.control(each, { resume: true });
    const kept = await store.auditRecords();
    expect(kept).toHaveLength(3);
    expect(kept.slice(0, 2)).toEqual(expect.arrayContaining(auditRecords.slice(1)));
    expect(kept[2]).toStrictEqual(auditRecords[0]);
  });

  test('a sweep goes on from the version before its own, and one of two processes is refused', async () => {
    const store = await make();
    const place = { kind: 'ebs-snapshot', account: '111122223333', region: 'eu-west-1' };
    const counts = { listed: 1, unlisted: 0, judged: 1, unreadable: 0, failed: 0 };
    const began = {
      ...place,
      ...counts,
      began: NOW,
      savedAt: NOW,
      source: 'listed',
      left: ['a|b'],
      rounds: 0,
    } as const;
    expect(await store.sweep(place)).toBeUndefined();
    await store.saveSweep({ ...began, version: 1 });
    await expect(store.saveSweep({ ...began, version: 1 })).rejects.toThrow(Conflict);
    const second = { ...began, version: 2, from: 'more', left: [], last: { ...counts, began: 1, ended: 2 } };
    await store.saveSweep(second);
    await expect(store.saveSweep({ ...second, judged: 9 })).rejects.toThrow(Conflict);
    expect(await store.sweep(place)).toStrictEqual(second);
    const other = { ...began, kind: 'ebs-volume', version: 1 };
    await store.saveSweep(other);
    expect(await store.sweep(other)).toStrictEqual(other);
  });

  test('an audit record is delivered on channels as a finding event is', async () => {
    const store = await make();
    const one = auditRecord('pause', { note: 'Something is wrong.' });
    expect(await store.eventToDeliver(one.id, NOW, 1_000)).toBeUndefined();
    await store.control(one, { resume: true });
    const claims = await Promise.all(Array.from({ length: 5 }, () => store.claim(one.id, ['sns'], NOW, 1_000)));
    expect(claims.map((each) => each.get('sns')).sort()).toEqual(['busy', 'busy', 'busy', 'busy', 'claimed']);
    expect((await store.eventToDeliver(one.id, NOW, 1_000))?.event).toStrictEqual(one);
    await store.settle(one.id, ['sns'], 'delivered', NOW);
    expect((await store.claim(one.id, ['sns'], NOW, 1_000)).get('sns')).toBe('delivered');
  });

  test('each half of the heartbeat is set by itself', async () => {
    const store = await make();
    expect(await store.heartbeat()).toStrictEqual({});
    await store.beat({});
    await store.beat({ sent: 1 });
    await store.beat({ arrived: 2 });
    expect(await store.heartbeat()).toStrictEqual({ sent: 1, arrived: 2 });
    await store.beat({ sent: 3 });
    expect(await store.heartbeat()).toStrictEqual({ sent: 3, arrived: 2 });
  });
}
