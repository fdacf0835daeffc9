import { readers } from '../../generated/readers.ts';
import { rules as everyRule } from '../../generated/rules.ts';
import { createAws } from '../../shared/aws/clients.ts';
import { listPage, reading } from '../../shared/aws/live.ts';
import { paceOf, SWEEP_SHARE } from '../../shared/aws/pace.ts';
import { retryDelay } from '../../shared/aws/queue.ts';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import { RESERVE, SWEEP_RESERVE } from '../../shared/aws/time-limits.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { kindsIn, outlineOf } from '../../shared/core/outline.ts';
import type { Ref } from '../../shared/core/ref.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import { inMessages } from '../../shared/evaluate/in-messages.ts';
import { type Swept, sweepMessage } from '../../shared/evaluate/sweep.ts';
import type { SweepPorts } from '../../shared/evaluate/sweep-ports.ts';
import { byKind } from '../../test/support/by-kind.ts';
import { ACCOUNT, DETECT_ROLE, HOME, REGION } from '../../test/support/events.ts';
import { createMemoryStore } from '../../test/support/memory-store.ts';
import { createAccount, type Size, type Usage } from './account.ts';
import type { VirtualClock } from './clock.ts';

const KINDS = ['ebs-snapshot', 'lambda-function', 'log-group', 's3-bucket'] as const;
const PLACE = { account: ACCOUNT, region: REGION };
/** As `serverless.yml` has them. Seconds. */
const SWEEP = { timeout: 600, hidden: 3600, batch: 10, window: 5, atOnce: 2 };
const DETECT = { timeout: 60, hidden: 360, batch: 50, atOnce: 4 };
/** An event every so many seconds while a sweep goes on. */
const EVENTS_EVERY = 20;

interface Message {
  readonly body: string;
  readonly sent: number;
  visible: number;
  receives: number;
}

export interface Result {
  /** Milliseconds. */
  readonly took: number;
  readonly records: readonly (NonNullable<Swept['ended']> & { readonly kind: string })[];
  readonly usage: ReadonlyMap<string, Usage>;
  readonly dead: number;
  /** Milliseconds from an event to its judgement, each. */
  readonly events: readonly number[];
  /** Of functions that judge what was listed. */
  readonly invocations: number;
  readonly functionSeconds: number;
  readonly table: { readonly reads: number; readonly writes: number; readonly writtenUnits: number };
}

/** A deployment with an account of a size, in virtual time. */
export async function createSimulation(size: Size, clock: VirtualClock) {
  const rules = everyRule.filter(({ kind }) => (KINDS as readonly string[]).includes(kind.name));
  const settings = byKind(defaultSettings(rules));
  const account = createAccount(size, clock.now);
  const memory = createMemoryStore();
  const table = { reads: 0, writes: 0, writtenUnits: 0 };
  const store: typeof memory = {
    ...memory,
    async resource(ref) {
      table.reads += 1;
      return memory.resource(ref);
    },
    async save(before, writes) {
      table.writes += 1;
      // A transaction takes two units for each KB of each item.
      const items = [writes.resource, ...writes.findings, ...writes.events];
      for (const item of items) table.writtenUnits += 2 * Math.ceil(JSON.stringify(item).length / 1024);
      await memory.save(before, writes);
    },
    async saveSweep(sweep) {
      table.writes += 1;
      table.writtenUnits += Math.ceil(JSON.stringify(sweep).length / 1024);
      await memory.saveSweep(sweep);
    },
  };
  const changes: Message[] = [];
  const sweeps: Message[] = [];
  const lost = { dead: 0 };
  const put = (queue: Message[], body: object, delay = 0) =>
    queue.push({ body: JSON.stringify(body), sent: clock.now(), visible: clock.now() + delay * 1000, receives: 0 });

  const outside = (pace: boolean) => {
    const aws = account.connected(createAws(pace ? { pace: paceOf(SWEEP_SHARE, waitVirtually) } : {}));
    return { aws, ...reading(aws, readers) };
  };
  const judging = (read: ReturnType<typeof outside>) => ({
    ...read,
    settingsByKind: settings,
    store,
    home: HOME,
    now: clock.now,
    judgeAgain: async (refs: readonly Ref[]) => {
      for (const some of inMessages(refs)) put(changes, { refs: some });
    },
  });
  const sweepPorts = (read: ReturnType<typeof outside>, end: number): SweepPorts => ({
    ...judging(read),
    rules: rules.map(outlineOf),
    kinds: kindsIn(rules),
    list: (kind, place, from) => listPage(kind, place, read.aws, readers, from),
    continueWith: async (task, delay) => void put(sweeps, task, delay),
    hasTime: () => end - clock.now() > SWEEP_RESERVE,
    longestGap: 12 * 60 * 60 * 1000,
    countOpen: async () => undefined,
    heartbeat: async () => undefined,
  });

  // Modules and clients are loaded in real time, and what they ask for is free.
  const environments = Array.from({ length: SWEEP.atOnce }, () => outside(true));
  const detecting = Array.from({ length: 10 }, () => outside(false));
  for (const each of [...environments, ...detecting]) {
    for (const kind of [...KINDS, 's3-account', 'snapshot-block-public-access', 'cloudtrail-trail']) {
      const { ids } = kind === 's3-account' ? { ids: [] } : await listPage(kind, PLACE, each.aws, readers);
      const id = ids[0];
      if (id !== undefined) await each.read({ kind, ...PLACE, id });
    }
  }

  /** Takes messages that are visible; they stay hidden for a while. */
  function receive(queue: Message[], most: number, hidden: number): readonly Message[] {
    const some = queue.filter(({ visible }) => visible <= clock.now()).slice(0, most);
    for (const message of some) {
      message.receives += 1;
      message.visible = clock.now() + hidden * 1000;
    }
    return some;
  }

  function done(queue: Message[], message: Message): void {
    queue.splice(queue.indexOf(message), 1);
  }

  function failed(queue: Message[], message: Message, tries: number): void {
    if (message.receives < tries) return;
    done(queue, message);
    lost.dead += 1;
  }

  const pause = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));

  /** Every kind is swept once by the deployed code. Events come meanwhile. */
  async function sweep(): Promise<Result> {
    account.start();
    account.forget();
    Object.assign(table, { reads: 0, writes: 0, writtenUnits: 0 });
    lost.dead = 0;
    const began = clock.now();
    const records: {
      kind: string;
      began: number;
      ended: number;
      listed: number;
      unlisted: number;
      judged: number;
      unreadable: number;
      failed: number;
    }[] = [];
    const events: number[] = [];
    const running = { isOver: false };
    let [invocations, seconds] = [0, 0];
    for (const kind of KINDS) put(sweeps, { sweep: kind });

    const sweeping = async (read: ReturnType<typeof outside>) => {
      while (!running.isOver) {
        await pause(SWEEP.window);
        const batch = receive(sweeps, SWEEP.batch, SWEEP.hidden);
        if (batch.length === 0) continue;
        const start = clock.now();
        await Promise.all(
          batch.map(async (message) => {
            try {
              const swept = await sweepMessage(message.body, sweepPorts(read, start + SWEEP.timeout * 1000));
              done(sweeps, message);
              if (swept.ended && swept.kind) records.push({ kind: swept.kind, ...swept.ended });
            } catch {
              failed(sweeps, message, TRIES.sweeps);
            }
          }),
        );
        invocations += 1;
        seconds += (clock.now() - start) / 1000;
      }
    };
    const watching = async (read: ReturnType<typeof outside>) => {
      while (!running.isOver) {
        const batch = receive(changes, DETECT.batch, DETECT.hidden);
        if (batch.length === 0) await pause(0.1);
        else await detectBatch(batch, read, events);
      }
    };
    const changing = async () => {
      for (let nth = 0; !running.isOver; nth += 1) {
        await pause(EVENTS_EVERY);
        const [kind = 'log-group', id] =
          [
            ['ebs-snapshot', 'snap-000007'],
            ['lambda-function', 'function-000007'],
            ['log-group', 'group-000007'],
            ['s3-bucket', 'bucket-000007'],
          ][nth % 4] ?? [];
        put(changes, { refs: [{ kind, ...PLACE, id }] });
      }
    };
    const all = [...environments.map(sweeping), ...detecting.slice(0, DETECT.atOnce).map(watching), changing()];
    while (records.length < KINDS.length && lost.dead === 0) await pause(1);
    running.isOver = true;
    const took = clock.now() - began;
    await Promise.all(all);
    const usage = new Map([...account.usage].map(([name, used]) => [name, { ...used }]));
    return {
      took,
      records,
      usage,
      dead: lost.dead,
      events,
      invocations,
      functionSeconds: seconds,
      table: { ...table },
    };
  }

  async function detectBatch(
    batch: readonly Message[],
    read: ReturnType<typeof outside>,
    took: number[],
  ): Promise<void> {
    const end = clock.now() + DETECT.timeout * 1000;
    const bad = await detect(
      batch.map(({ body }, index) => ({ id: String(index), body })),
      {
        ...judging(read),
        roleId: DETECT_ROLE,
        watch: () => [],
        listAll: async () => [],
        hasTime: () => end - clock.now() > RESERVE,
        againSoon: async (ids) => {
          for (const id of ids) {
            const message = batch[Number(id)];
            if (message) message.visible = clock.now() + retryDelay(message.receives) * 1000;
          }
        },
      },
    );
    for (const [index, message] of batch.entries()) {
      if (bad.has(String(index))) failed(changes, message, TRIES.changes);
      else {
        done(changes, message);
        took.push(clock.now() - message.sent);
      }
    }
  }

  /** As before: what is listed comes as messages of five through the queue of changes, ten functions at once, unpaced. */
  async function before(
    kind: string,
    ids: readonly string[],
  ): Promise<{ readonly messages: number; readonly judged: number; readonly dead: number; readonly took: number }> {
    account.start();
    lost.dead = 0;
    const began = clock.now();
    const refs = ids.map((id) => ({ kind, ...PLACE, id }));
    for (const some of inMessages(refs)) put(changes, { refs: some });
    const messages = changes.length;
    const working = detecting.map(async (read) => {
      while (changes.length > 0) {
        const share = Math.max(10, Math.ceil(changes.filter(({ visible }) => visible <= clock.now()).length / 10));
        const batch = receive(changes, Math.min(DETECT.batch, share), DETECT.hidden);
        if (batch.length === 0) await pause(0.5);
        else await detectBatch(batch, read, []);
      }
    });
    await Promise.all(working);
    return { messages, judged: messages - lost.dead, dead: lost.dead, took: clock.now() - began };
  }

  return { sweep, before };
}

/** As long as the clock of the simulation says. */
function waitVirtually(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
