import { defaultSettings } from '../../shared/config/settings.ts';
import { GONE } from '../../shared/core/kind.ts';
import { globalRegionOf, type Ref, refKey } from '../../shared/core/ref.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import { refOfKey } from '../../shared/store/items.ts';
import { byKind } from './by-kind.ts';
import { ACCOUNT, DETECT, DETECT_ROLE, HOME, REGION, type TrailRecord, trailRecord } from './events.ts';
import { loadRules } from './load.ts';
import { createMemoryStore } from './memory-store.ts';

/** The rules whose verdict depends on neighbours. */
export const rulesBeside = [...(await loadRules()).values()]
  .map(({ default: rule }) => rule)
  .filter(({ neighbours }) => neighbours !== undefined);

export function refIn(kind: string, id: string): Ref {
  const region = kind === 's3-account' ? globalRegionOf(REGION) : REGION;
  return { kind, account: ACCOUNT, region, id };
}

export const settings = defaultSettings(rulesBeside);

export type Random = (below: number) => number;

/** An account in memory, judged by `detect` in several processes at once whose calls take a random time. */
export function createNeighbourhoodWorld(random: Random) {
  const cloud = new Map<string, object>();
  const store = createMemoryStore({ pageSize: 2 });
  const queue: { readonly id: string; readonly body: string; readonly sender?: string }[] = [];
  const dead: unknown[] = [];
  let now = Date.parse('2026-03-02T09:00:00Z');
  let messages = 0;

  const send = (content: object) => {
    messages += 1;
    queue.push({ id: `m${messages}`, body: JSON.stringify(content), ...('refs' in content ? { sender: DETECT } : {}) });
  };
  const pause = async () => {
    for (let left = random(4); left > 0; left -= 1) await new Promise(setImmediate);
  };
  const slow = <T extends object>(target: T): T =>
    new Proxy(target, {
      get: (object, name) => {
        const member: unknown = Reflect.get(object, name);
        if (typeof member !== 'function') return member;
        return async (...args: readonly unknown[]) => {
          await pause();
          return Reflect.apply(member as (...all: readonly unknown[]) => unknown, object, args);
        };
      },
    });

  return {
    cloud,
    store,
    queue,
    dead,

    /** Changes the account. The event is in the queue at once, and is taken from it in any order. */
    change(ref: Ref, state: object | undefined, event: `${string}:${string}`, request: object): TrailRecord {
      now += 1_000;
      if (state) cloud.set(refKey(ref), state);
      else cloud.delete(refKey(ref));
      const record = trailRecord(event, { at: new Date(now).toISOString(), request, id: `event-${messages}-${now}` });
      send({ 'detail-type': 'AWS API Call via CloudTrail', account: ACCOUNT, region: REGION, detail: record });
      return record;
    },

    sweep(...refs: readonly Ref[]): void {
      send({ refs });
    },

    /** One process takes some messages from the queue, in any order. Those that fail are delivered again. */
    async process(): Promise<void> {
      const batch = Array.from({ length: 1 + random(3) }, () => queue.splice(random(queue.length), 1)[0]).flatMap(
        (message) => message ?? [],
      );
      const failed = await detect(batch, {
        settingsByKind: byKind(settings),
        home: HOME,
        roleId: DETECT_ROLE,
        store: slow(store),
        read: async (ref) => {
          const state = structuredClone(cloud.get(refKey(ref))) ?? GONE;
          await pause();
          return state;
        },
        refsOf: async (kind) => [...cloud.keys()].map(refOfKey).filter((ref) => ref.kind === kind),
        judgeAgain: async (refs, because) => {
          await pause();
          send({ refs, ...(because ? { because } : {}) });
        },
        tagsOf: async () => ({}),
        listAll: async () => [],
        now: () => now,
        onFailure: (_, error) => void dead.push(error),
      });
      for (const id of failed) queue.push(batch.find((message) => message.id === id) ?? { id, body: '{}' });
    },
  };
}
