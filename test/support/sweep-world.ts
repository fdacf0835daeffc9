import { rules as allRules } from '../../generated/rules.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import type { Page } from '../../shared/aws/reader.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { GONE } from '../../shared/core/kind.ts';
import { kindsIn, outlineOf } from '../../shared/core/outline.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import { type Swept, sweepMessage } from '../../shared/evaluate/sweep.ts';
import type { SweepPorts } from '../../shared/evaluate/sweep-ports.ts';
import { byKind } from './by-kind.ts';
import { ACCOUNT, DETECT_ROLE, HOME, REGION } from './events.ts';
import { createMemoryStore } from './memory-store.ts';

/** Twice the rate of sweeps. */
export const LONGEST_GAP = 12 * 60 * 60 * 1000;

export const PLACE = { account: ACCOUNT, region: REGION };

export const refTo = (kind: string, id: string): Ref => ({ kind, ...PLACE, id });

/** An error as the SDK throws it. */
export function answer(name: string, httpStatusCode = 400): Error {
  return Object.assign(new Error(name), { name, $metadata: { httpStatusCode } });
}

export const THROTTLED = answer('ThrottlingException');
export const DENIED = answer('AccessDenied', 403);

interface Options {
  readonly rules?: readonly AnyRule[];
  /** Kinds whose listing shows the states. */
  readonly shows?: readonly string[];
  readonly pageSize?: number;
  /** Called before each answer to `read`; throws what AWS answers instead. */
  readonly onRead?: (ref: Ref, count: number) => void;
  /** Called after a page was listed, and before it is handed on; throws what AWS answers instead. */
  readonly onList?: (kind: string, from: string | undefined, count: number) => void;
  readonly hasTime?: () => boolean;
}

/** An account in memory with its sweeps: the queues of sweeps and changes, and what was asked of AWS. */
export function createSweepWorld({ rules = allRules, shows = [], pageSize = 100, ...more }: Options = {}) {
  const cloud = new Map<string, object>();
  const store = createMemoryStore();
  const settings = defaultSettings(rules);
  const clock = { now: Date.parse('2026-03-02T09:00:00Z') };
  const sweeps: { body: string; tries: number; due: number }[] = [];
  const changes: { readonly refs: readonly Ref[] }[] = [];
  const dead: string[] = [];
  const read: string[] = [];
  const listed: (string | undefined)[] = [];
  const failures: string[] = [];
  const ended: NonNullable<Swept['ended']>[] = [];

  const idsOf = (kind: string, { region }: Pick<Ref, 'region'>) => {
    const begin = `${kind}|${ACCOUNT}|${region}|`;
    return [...cloud.keys()].filter((key) => key.startsWith(begin)).map((key) => key.slice(begin.length));
  };

  const ports: SweepPorts = {
    settingsByKind: byKind(settings),
    store,
    rules: rules.map(outlineOf),
    kinds: kindsIn(allRules),
    longestGap: LONGEST_GAP,
    home: HOME,
    now: () => clock.now,
    async read(ref) {
      read.push(ref.id);
      const state = structuredClone(cloud.get(refKey(ref)));
      more.onRead?.(ref, read.length);
      return state ?? GONE;
    },
    refsOf: async (kind, place) => idsOf(kind, place).map((id) => ({ kind, ...place, id })),
    tagsOf: async () => ({}),
    async list(kind, place, from): Promise<Page> {
      listed.push(from);
      const first = Number(from ?? 0);
      const all = idsOf(kind, place);
      const ids = all.slice(first, first + pageSize);
      const states = new Map(ids.map((id) => [id, structuredClone(cloud.get(refKey({ kind, ...place, id }))) ?? {}]));
      more.onList?.(kind, from, listed.length);
      return {
        ids,
        ...(shows.includes(kind) ? { states } : {}),
        ...(first + pageSize < all.length ? { next: String(first + pageSize) } : {}),
      };
    },
    judgeAgain: async (refs) => void changes.push({ refs }),
    continueWith: async (task, delaySeconds = 0) =>
      void sweeps.push({ body: JSON.stringify(task), tries: 0, due: clock.now + delaySeconds * 1000 }),
    hasTime: more.hasTime ?? (() => true),
    countOpen: async () => undefined,
    heartbeat: async () => undefined,
    onFailure: (_, error) => void failures.push(error instanceof Error ? error.name : String(error)),
  };

  /** One message of the queue of sweeps. A message that fails comes again, and ends in the dead-letter queue. */
  async function handle(message: { body: string; tries: number; due: number }): Promise<void> {
    try {
      const swept = await sweepMessage(message.body, ports);
      if (swept.ended) ended.push(swept.ended);
    } catch {
      message.tries += 1;
      if (message.tries < TRIES.sweeps) sweeps.push(message);
      else dead.push(message.body);
    }
  }

  return {
    cloud,
    store,
    ports,
    clock,
    sweeps,
    changes,
    dead,
    read,
    listed,
    failures,
    ended,
    /** Puts a resource into the account. */
    put: (kind: string, id: string, state: object) => void cloud.set(refKey(refTo(kind, id)), state),
    remove: (kind: string, id: string) => void cloud.delete(refKey(refTo(kind, id))),
    told: () => store.events().map(({ type, finding }) => `${type} ${finding.rule} ${finding.resource.id}`),

    async request(wanted: string): Promise<void> {
      sweeps.push({ body: JSON.stringify({ sweep: wanted }), tries: 0, due: clock.now });
    },

    /** Handles all messages of the queue of sweeps; time passes where all of them wait. */
    async run(atOnce = 1): Promise<void> {
      for (let turns = 0; sweeps.length > 0; turns += 1) {
        if (turns > 10_000) throw new Error('The sweep does not end.');
        const due = sweeps.filter((message) => message.due <= clock.now).slice(0, atOnce);
        if (due.length === 0) clock.now = Math.min(...sweeps.map((message) => message.due));
        for (const message of due) sweeps.splice(sweeps.indexOf(message), 1);
        await Promise.all(due.map(handle));
      }
    },

    /** One invocation of `detect` with messages. */
    detect: (...bodies: readonly object[]) => {
      const { heartbeat: _heartbeat, ...rest } = ports;
      return detect(
        bodies.map((body, index) => ({ id: `m${index}`, body: JSON.stringify(body) })),
        {
          ...rest,
          store,
          roleId: DETECT_ROLE,
          watch: () => [],
          listAll: async () => [],
          onFailure: (_, error) => void failures.push(error instanceof Error ? error.name : String(error)),
        },
      );
    },
  };
}
