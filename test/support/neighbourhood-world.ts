import { defaultSettings } from '../../shared/config/settings.ts';
import { GONE } from '../../shared/core/kind.ts';
import { globalRegionOf, type Ref, refKey } from '../../shared/core/ref.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import type { ChangeMessage } from '../../shared/evaluate/messages.ts';
import { refOfKey } from '../../shared/store/items.ts';
import { byKind } from './by-kind.ts';
import { ACCOUNT, DETECT, DETECT_ROLE, REGION, type TrailRecord, trailRecord } from './events.ts';
import { loadRules } from './load.ts';
import { createMemoryStore } from './memory-store.ts';

/** The rules whose verdict depends on neighbours. */
export const rulesBeside = [...(await loadRules()).values()]
  .map(({ default: rule }) => rule)
  .filter(({ neighbours }) => neighbours !== undefined);

export type Place = Pick<Ref, 'account' | 'region'>;

/** Prefix lists belong to the first account, which shares them with the others. */
export function refIn(
  kind: string,
  id: string,
  { account, region }: Place = { account: ACCOUNT, region: REGION },
): Ref {
  const owner = kind === 'prefix-list' ? ACCOUNT : account;
  return { kind, account: owner, region: kind === 's3-account' ? globalRegionOf(region) : region, id };
}

export const settings = defaultSettings(rulesBeside);

export type Random = (below: number) => number;

/** SQS did not take a message. The message that led to it is delivered again. */
class NotTaken extends Error {
  override readonly name = 'InternalError';
}

/** Accounts in memory, judged by `detect` in several processes at once whose calls take a random time. */
export function createNeighbourhoodWorld(random: Random) {
  const cloud = new Map<string, object>();
  const store = createMemoryStore({ pageSize: 2 });
  const queue: ChangeMessage[] = [];
  const dead: unknown[] = [];
  const records: TrailRecord[] = [];
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
    records,

    /** Changes the account. The event is in the queue at once, and is taken from it in any order. */
    change(ref: Ref, state: object | undefined, event: `${string}:${string}`, request: object): void {
      now += 1_000;
      if (state) cloud.set(refKey(ref), state);
      else cloud.delete(refKey(ref));
      const { account, region } = ref;
      const at = new Date(now).toISOString();
      const record = trailRecord(event, { at, request, account, region, id: `event-${messages}-${now}` });
      records.push(record);
      send({ 'detail-type': 'AWS API Call via CloudTrail', account, region, detail: record });
    },

    sweep(...refs: readonly Ref[]): void {
      send({ refs });
    },

    /** One process takes some messages from the queue, in any order. Those that fail are delivered again. */
    async process(): Promise<void> {
      const batch = Array.from({ length: 1 + random(3) }, () => queue.splice(random(queue.length), 1)[0]).flatMap(
        (message) => message ?? [],
      );
      // Each account and region has a deployment of its own.
      const byHome = Map.groupBy(batch, ({ body }) => JSON.stringify(homeOf(body)));
      await Promise.all([...byHome.values()].map(handle));
    },
  };

  async function handle(batch: readonly ChangeMessage[]): Promise<void> {
    const home = homeOf(batch[0]?.body ?? '{}');
    const failed = await detect(batch, {
      settingsByKind: byKind(settings),
      home,
      roleId: DETECT_ROLE,
      watch: () => [],
      store: slow(store),
      read: async (ref) => {
        const state = structuredClone(cloud.get(refKey(refIn(ref.kind, ref.id, ref)))) ?? GONE;
        await pause();
        return state;
      },
      refsOf: async (kind, { account }) =>
        [...cloud.keys()].map(refOfKey).filter((ref) => ref.kind === kind && ref.account === account),
      judgeAgain: async (refs, because) => {
        await pause();
        if (random(8) === 0) throw new NotTaken();
        // The world has one store for all homes, so a page of dependents may be of several.
        for (const ref of refs) send({ refs: [ref], ...(because ? { because } : {}) });
      },
      tagsOf: async () => ({}),
      listAll: async () => [],
      now: () => now,
      onFailure: (_, error) => void (error instanceof NotTaken || dead.push(error)),
    });
    for (const message of batch) if (failed.has(message.id)) queue.push({ ...message, isRepeated: true });
  }
}

/** The account and region of a message's resources; those of global services are judged at home. */
function homeOf(body: string): Pick<Ref, 'account' | 'region'> {
  const content = JSON.parse(body) as { refs?: readonly Ref[]; account?: string; region?: string };
  const { account = ACCOUNT, region = REGION } = content.refs?.[0] ?? content;
  return { account, region: region === globalRegionOf(region) ? REGION : region };
}
