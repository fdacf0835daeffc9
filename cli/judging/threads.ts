import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { packSettings } from '../../shared/config/deployed.ts';
import type { EventId } from '../../shared/core/event.ts';
import { addTally, type Candidate, type Tally } from '../../shared/logs/candidate.ts';
import { createPacker } from '../../shared/logs/packed.ts';
import { portionsOf } from '../../shared/replay/portions.ts';
import { createReplay, mergeReplayed, type Replayed, type ReplayOptions } from '../../shared/replay/replay.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';
import { unpackReplayed } from './packed-result.ts';
import type { Answer, Given, Result, Task } from './thread.ts';

/** Size of one message. Bytes. */
const MESSAGE = 256 * 1024;
/** Messages that are not judged yet. With more, this thread waits, so that memory does not grow with the log. */
const MOST_UNDER_WAY = 8;

interface Thread {
  readonly events: ReadonlySet<EventId>;
  accept(candidate: Candidate): Promise<void>;
  result(): Promise<Result>;
  stop(): Promise<unknown>;
}

/**
 * Like `replay`, in several threads that each follow their own rules; this thread is one of them.
 * @param weights The number of records by event.
 */
export async function replayInThreads(
  candidates: Iterable<Candidate>,
  tally: Tally,
  { settings, ...options }: Omit<ReplayOptions, 'onEvent'>,
  weights: ReadonlyMap<EventId, number>,
  threads: number,
): Promise<Replayed> {
  const [own = [], ...others] = portionsOf(settings.rules, weights, threads);
  const here = createReplay(tally, { settings: { ...settings, rules: own }, ...options });
  const elsewhere = others.map((rules) => {
    const portion = { ...settings, rules };
    return startThread({ settings: packSettings(portion), ...options }, eventsOf(portion));
  });
  try {
    for (const candidate of candidates) {
      const thread = elsewhere.find(({ events }) => events.has(candidate.event));
      await (thread ?? here).accept(candidate);
    }
    const results = await Promise.all(elsewhere.map((thread) => thread.result()));
    for (const result of results) addTally(tally, result.tally);
    return mergeReplayed([here.replayed(), ...results.map(({ replayed }) => unpackReplayed(replayed))]);
  } finally {
    await Promise.all(elsewhere.map((thread) => thread.stop()));
  }
}

function startThread(task: Task, events: ReadonlySet<EventId>): Thread {
  const script = import.meta.url.endsWith('.ts') ? './thread.ts' : './thread.js';
  const worker = new Worker(new URL(script, import.meta.url), { workerData: task });
  const failed = once(worker, 'error').then(([error]: unknown[]) => {
    throw error;
  });
  // The caller that waits for an answer gets the error.
  failed.catch(() => undefined);
  let underWay = 0;
  const packer = createPacker(MESSAGE, (packed) => {
    underWay += 1;
    send({ candidates: packed }, packed.buffer);
  });
  worker.on('message', (answer: Answer) => {
    if ('judged' in answer) underWay -= 1;
  });

  function send(given: Given, ...memory: ArrayBuffer[]): void {
    worker.postMessage(given, memory);
  }

  async function answered(): Promise<Answer> {
    const [answer] = (await Promise.race([once(worker, 'message'), failed])) as [Answer];
    return answer;
  }

  async function room(): Promise<void> {
    if (underWay < MOST_UNDER_WAY) return;
    await answered();
    await room();
  }

  return {
    events,
    async accept(candidate) {
      packer.add(candidate);
      await room();
    },
    async result() {
      packer.flush();
      send({ end: true });
      for (;;) {
        const answer = await answered();
        if ('replayed' in answer) return JSON.parse(answer.replayed) as Result;
      }
    },
    stop: () => worker.terminate(),
  };
}
