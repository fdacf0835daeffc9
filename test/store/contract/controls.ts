import { expect, test } from 'vitest';
import { NOW } from '../things.ts';
import type { Make } from './make.ts';

export function controls(make: Make): void {
  test('the kill switch is pressed until it is released', async () => {
    const store = await make();
    expect(await store.paused()).toBeUndefined();
    const pause = { by: 'jane', reason: 'Something is wrong.', at: NOW };
    await store.pause(pause);
    expect(await store.paused()).toStrictEqual(pause);
    await store.pause(undefined);
    await store.pause(undefined);
    expect(await store.paused()).toBeUndefined();
  });

  test('who did what is kept, the latest first, two at once too', async () => {
    const store = await make();
    expect(await store.auditRecords()).toStrictEqual([]);
    const auditRecords = [
      { action: 'pause', by: 'jane', recordedAt: NOW, note: 'Something is wrong.' },
      { action: 'resume', by: 'lee', recordedAt: NOW + 60_000 },
      { action: 'reset', by: 'kim', recordedAt: NOW + 60_000, note: 'It may go on.' },
    ] as const;
    for (const auditRecord of auditRecords) await store.audit(auditRecord);
    const kept = await store.auditRecords();
    expect(kept).toHaveLength(3);
    expect(kept.slice(0, 2)).toEqual(expect.arrayContaining(auditRecords.slice(1)));
    expect(kept[2]).toStrictEqual(auditRecords[0]);
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
