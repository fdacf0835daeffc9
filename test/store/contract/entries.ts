import { beforeAll, expect, test } from 'vitest';
import type { Store } from '../../../shared/store/store.ts';
import { entry, finding, NOW, newRef, nothing, writes } from '../things.ts';
import type { Make } from './make.ts';

const LEASE = 60_000;

export function entries(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  async function told(): Promise<string> {
    const ref = newRef();
    const one = entry(finding(ref));
    await store.save(nothing(ref), writes({ entries: [one] }));
    return one.id;
  }

  test('that are not there are not there', async () => {
    expect(await store.entry('nobody')).toBeUndefined();
    await expect(store.claim('nobody', 'sns', NOW, LEASE)).rejects.toThrow('There is no entry nobody.');
    await expect(store.settle('nobody', 'sns', 'told', NOW)).rejects.toThrow('There is no entry nobody.');
    expect(await store.entry('nobody')).toBeUndefined();
  });

  test('ten claims at once: one is ours', async () => {
    const id = await told();
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.claim(id, 'sns', NOW, LEASE)));
    expect(claims.sort()).toEqual([...Array.from({ length: 9 }, () => 'busy'), 'claimed']);
  });

  test('channels are told each for itself', async () => {
    const id = await told();
    for (const channel of ['sns', 'slack', 'bus'] as const) {
      expect(await store.claim(id, channel, NOW, LEASE)).toBe('claimed');
    }
    await store.settle(id, 'slack', 'told', NOW);
    expect(await store.claim(id, 'slack', NOW, LEASE)).toBe('told');
    expect(await store.claim(id, 'sns', NOW, LEASE)).toBe('busy');
  });

  test('a claim lapses after its lease', async () => {
    const id = await told();
    expect(await store.claim(id, 'sns', NOW, LEASE)).toBe('claimed');
    expect(await store.claim(id, 'sns', NOW + LEASE, LEASE)).toBe('busy');
    expect(await store.claim(id, 'sns', NOW + LEASE + 1, LEASE)).toBe('claimed');
    expect(await store.claim(id, 'sns', NOW + LEASE + 2, LEASE)).toBe('busy');
  });

  test.each(['failed', 'unsure'] as const)('what %s may be claimed again; what was told never', async (delivery) => {
    const id = await told();
    await store.claim(id, 'bus', NOW, LEASE);
    await store.settle(id, 'bus', delivery, NOW);
    expect(await store.claim(id, 'bus', NOW, LEASE)).toBe('claimed');
    await store.settle(id, 'bus', 'told', NOW);
    await store.settle(id, 'bus', delivery, NOW);
    expect(await store.claim(id, 'bus', NOW + 10 * LEASE, LEASE)).toBe('told');
  });

  test('a claim changes nothing of the entry', async () => {
    const id = await told();
    const before = await store.entry(id);
    await store.claim(id, 'sns', NOW, LEASE);
    await store.settle(id, 'sns', 'unsure', NOW);
    expect(await store.entry(id)).toStrictEqual(before);
  });
}
