import { beforeAll, expect, test } from 'vitest';
import type { Channel, Store } from '../../../shared/store/store.ts';
import { event, finding, NOW, newRef, nothing, writes } from '../things.ts';
import type { Make } from './make.ts';

const LEASE = 60_000;

export function findingEvents(make: Make): void {
  let store: Store;
  beforeAll(async () => {
    store = await make();
  });

  async function told(): Promise<string> {
    const ref = newRef();
    const one = event(finding(ref));
    await store.save(nothing(ref), writes({ events: [one] }));
    return one.id;
  }

  const claimOf = async (id: string, channels: readonly Channel[], now = NOW) => {
    const claims = await store.claim(id, channels, now, LEASE);
    return channels.map((channel) => claims.get(channel));
  };

  test('that are not there are not there', async () => {
    expect(await store.event('nobody')).toBeUndefined();
    expect(await store.eventToDeliver('nobody', NOW, LEASE)).toBeUndefined();
    await expect(store.settle('nobody', ['sns'], 'delivered', NOW)).rejects.toThrow(
      'Nobody has claimed the event nobody.',
    );
    expect(await store.event('nobody')).toBeUndefined();
  });

  test('ten claims at once: one is ours', async () => {
    const id = await told();
    const claims = await Promise.all(Array.from({ length: 10 }, () => claimOf(id, ['sns', 'bus'])));
    expect(claims.map(String).sort()).toEqual([...Array.from({ length: 9 }, () => 'busy,busy'), 'claimed,claimed']);
  });

  test('channels are told each for itself', async () => {
    const id = await told();
    expect(await claimOf(id, ['sns', 'slack', 'bus'])).toEqual(['claimed', 'claimed', 'claimed']);
    await store.settle(id, ['slack'], 'delivered', NOW);
    await store.settle(id, ['bus'], 'failed', NOW);
    expect(await claimOf(id, ['sns', 'slack', 'bus'])).toEqual(['busy', 'delivered', 'claimed']);
  });

  test('a finding event to deliver is the event, and claims of this version are not with it', async () => {
    const id = await told();
    await claimOf(id, ['sns']);
    const found = await store.eventToDeliver(id, NOW, LEASE);
    expect(found?.event).toStrictEqual(await store.event(id));
    expect(found?.kept.size).toBe(0);
  });

  test('ten results at once: what was delivered stays delivered', async () => {
    const id = await told();
    await claimOf(id, ['sns', 'bus']);
    const results = ['failed', 'delivered', 'unsure', 'failed', 'unsure'] as const;
    await Promise.all(
      results.flatMap((each) => [store.settle(id, ['sns'], each, NOW), store.settle(id, ['bus'], 'delivered', NOW)]),
    );
    expect(await claimOf(id, ['sns', 'bus'], NOW + 10 * LEASE)).toEqual(['delivered', 'delivered']);
  });

  test('a claim lapses after its lease', async () => {
    const id = await told();
    expect(await claimOf(id, ['sns'])).toEqual(['claimed']);
    expect(await claimOf(id, ['sns'], NOW + LEASE)).toEqual(['busy']);
    expect(await claimOf(id, ['sns', 'bus'], NOW + LEASE + 1)).toEqual(['claimed', 'claimed']);
    expect(await claimOf(id, ['sns'], NOW + LEASE + 2)).toEqual(['busy']);
  });

  test.each(['failed', 'unsure'] as const)('what %s may be claimed again; what was told never', async (delivery) => {
    const id = await told();
    await claimOf(id, ['bus', 'sns']);
    await store.settle(id, ['bus', 'sns'], delivery, NOW);
    expect(await claimOf(id, ['bus'])).toEqual(['claimed']);
    await store.settle(id, ['bus'], 'delivered', NOW);
    await store.settle(id, ['bus', 'sns'], delivery, NOW);
    expect(await claimOf(id, ['bus', 'sns'], NOW + 10 * LEASE)).toEqual(['delivered', 'claimed']);
  });

  test('two are told in one write, though one was before', async () => {
    const id = await told();
    await claimOf(id, ['bus', 'sns']);
    await store.settle(id, ['bus'], 'delivered', NOW);
    await store.settle(id, ['bus', 'sns'], 'delivered', NOW);
    expect(await claimOf(id, ['bus', 'sns'])).toEqual(['delivered', 'delivered']);
  });

  test('a claim changes nothing of the finding event', async () => {
    const id = await told();
    const before = await store.event(id);
    await claimOf(id, ['sns']);
    await store.settle(id, ['sns'], 'unsure', NOW);
    expect(await store.event(id)).toStrictEqual(before);
  });
}
