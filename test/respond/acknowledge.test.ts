import { describe, expect, test } from 'vitest';
import { acknowledgeNotice } from '../../shared/respond/acknowledge.ts';
import { aNotice, NOW, reported } from '../store/things.ts';
import { byRoot } from '../support/activity.ts';
import { createMemoryStore, type MemoryStore } from '../support/memory-store.ts';
import { createWorld } from '../support/world.ts';

const KEY = '0123456789abcdef';
const ID = `${KEY}-1`;
const asked = { do: 'acknowledge', notice: ID, by: 'lee' } as const;

async function storeWith(notice = {}): Promise<MemoryStore> {
  const store = createMemoryStore();
  const record = aNotice(KEY, { id: ID, ...notice });
  await store.saveNotice(record, [reported(record)], NOW);
  return store;
}

const portsOf = (store: MemoryStore, identity?: string, now = NOW + 60_000) => ({
  store,
  now: () => now,
  ...(identity === undefined ? {} : { identity }),
});

describe('a person acknowledges a notice', () => {
  test('it is recorded who did, with the identity where AWS says it, and the bus gets an event', async () => {
    const store = await storeWith();
    const arn = 'arn:aws:sts::111122223333:assumed-role/Admin/lee';
    const answer = await acknowledgeNotice(asked, portsOf(store, arn));
    const acknowledged = { by: 'lee', identity: arn, at: NOW + 60_000 };
    expect(answer).toMatchObject({
      ok: true,
      done: 'The notice is acknowledged. It is reported anew after 2026-03-02 09:00:00 UTC, or later if it goes on until then.',
      notice: { id: ID, acknowledged },
    });
    expect((await store.notice(KEY)).notice).toMatchObject({ acknowledged });
    expect(store.noticeEvents().map(({ id }) => id)).toEqual([`notice-${ID}-reported`, `notice-${ID}-acknowledged`]);
  });

  test.each<[string, object, number, string]>([
    ['that there is not', { ...asked, notice: 'fedcba9876543210-1' }, NOW, 'There is no notice fedcba9876543210-1.'],
    [
      'that was reported anew',
      { ...asked, notice: `${KEY}-2` },
      NOW,
      `It was reported anew since: the notice is ${ID} now.`,
    ],
    ['that has expired', asked, NOW + 3_600_001, 'The notice has expired. There is nothing to acknowledge.'],
  ])('one %s is refused', async (_, request, now, error) => {
    const store = await storeWith();
    const answer = await acknowledgeNotice(request as typeof asked, portsOf(store, undefined, now));
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining(error) });
    expect(store.noticeEvents()).toHaveLength(1);
  });

  test('of two people at once one has done it, and the other learns it', async () => {
    const store = await storeWith();
    const answers = await Promise.all(['lee', 'kim'].map((by) => acknowledgeNotice({ ...asked, by }, portsOf(store))));
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
    expect(answers.find(({ ok }) => !ok)?.error).toMatch(/^(lee|kim) has acknowledged it already\.$/);
    expect(store.noticeEvents()).toHaveLength(2);
  });

  test('while it goes on, nothing that is counted meanwhile is lost', async () => {
    const store = await storeWith();
    const reading = {
      ...store,
      notice: async (key: string) => {
        const record = await store.notice(key);
        if (record.version < 4) await store.countNotice({ key, number: 1 }, { count: 10, lastAt: NOW + 5000 }, NOW);
        return record;
      },
    };
    expect(await acknowledgeNotice(asked, portsOf(reading))).toMatchObject({ ok: true });
    expect((await store.notice(KEY)).notice).toMatchObject({ count: 31, acknowledged: { by: 'lee' } });
  });
});

describe('what has happened is shown', () => {
  async function used() {
    const world = createWorld();
    world.clock.now = Date.parse('2026-03-02T09:01:00Z');
    world.deliver(byRoot({ event: 'sts:GetCallerIdentity', at: '2026-03-02T09:00:00Z', sourceIp: '203.0.113.9' }));
    await world.settle();
    return world;
  }

  test('in the list and in the status, until it has expired', async () => {
    const world = await used();
    const { notices = [], findings } = await world.ask({ do: 'list' });
    expect(findings).toEqual([]);
    expect(notices).toMatchObject([
      { name: 'root-used', seen: [{ actor: { name: 'root' }, eventName: 'GetCallerIdentity' }] },
    ]);
    expect((await world.ask({ do: 'status' })).status?.notices).toEqual({ open: 1, acknowledged: 0 });
    expect(await world.ask({ do: 'acknowledge', notice: notices[0]?.id, by: 'lee' })).toMatchObject({ ok: true });
    expect((await world.ask({ do: 'list' })).notices).toMatchObject([{ acknowledged: { by: 'lee' } }]);
    expect((await world.ask({ do: 'status' })).status?.notices).toEqual({ open: 0, acknowledged: 1 });
    world.clock.now += 3_600_000;
    expect((await world.ask({ do: 'list' })).notices).toEqual([]);
    expect((await world.ask({ do: 'status' })).status?.notices).toEqual({ open: 0, acknowledged: 0 });
  });

  test('not among findings that a filter selects', async () => {
    const world = await used();
    expect(await world.ask({ do: 'list', filters: { severity: 'high' } })).not.toHaveProperty('notices');
  });
});

test.each([
  ['root', /looks like "16f3a7ca9f6a6fd8-1"/],
  ['0123456789abcdef', /looks like/],
  ['<notice>', /placeholder/],
])('the id %s is explained', async (notice, error) => {
  const answer = await createWorld().ask({ do: 'acknowledge', notice, by: 'lee' });
  expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(error) });
});
