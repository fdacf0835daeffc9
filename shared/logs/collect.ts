import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import {
  type Candidate,
  emptyTally,
  type NoticeMarks,
  type Sink,
  type Tally,
  type Wanted,
  wantedBy,
} from './candidate.ts';
import type { LogFile } from './files.ts';
import { unpackedAll } from './packed.ts';
import { readFileSource, readSource } from './read.ts';
import type { Damage } from './split.ts';

/** A source that could not be read to its end, or not at all. */
export interface SourceDamage extends Damage {
  readonly source: string;
}

/** The result of reading a source, except its candidates. */
export interface Collected {
  readonly source: string;
  readonly bytes: number;
  readonly tally: Tally;
  readonly damage: readonly SourceDamage[];
}

export interface Collector {
  /** Called with each candidate when it is found. */
  candidate(candidate: Candidate): void;
  /** Called when a source was read to its end. */
  done(collected: Collected): void;
}

export function collectFile(file: LogFile, wanted: Wanted, collector: Collector): Promise<void> {
  return collect(file.path, file.bytes, collector, (sink) => readFileSource(file, wanted, sink));
}

export function collectStream(source: string, stream: Readable, wanted: Wanted, collector: Collector): Promise<void> {
  return collect(source, 0, collector, (sink) => readSource(stream, wanted, sink));
}

/** Reads one source. A source that cannot be opened counts as damaged, and the other sources are read. */
async function collect(
  source: string,
  bytes: number,
  collector: Collector,
  read: (sink: Sink) => Promise<void>,
): Promise<void> {
  const damage: SourceDamage[] = [];
  const tally = emptyTally();
  let failed: unknown;
  const sink: Sink = {
    source,
    tally,
    candidate(candidate) {
      try {
        collector.candidate(candidate);
      } catch (error) {
        failed = error;
        throw error;
      }
    },
    damage: (found) => damage.push({ source, ...found }),
  };
  try {
    await read(sink);
  } catch (error) {
    // An error of the collector is no damage of the source.
    if (failed !== undefined) throw failed;
    damage.push({ source, offset: 0, reason: error instanceof Error ? error.message : String(error) });
  }
  collector.done({ source, bytes, tally, damage });
}

export interface CollectOptions extends Collector {
  /** Those that rules follow. */
  readonly events: ReadonlySet<EventId>;
  /** What shows that a record may count for a notice; left out: none does. */
  readonly marks?: NoticeMarks | undefined;
  /** Number of threads that read, including this one. */
  readonly workers: number;
}

/** Reads every file, several at a time, and passes on candidates as they are found. */
export async function collectFiles(files: readonly LogFile[], options: CollectOptions): Promise<void> {
  const { events, marks, workers } = options;
  const wanted = wantedBy(events, marks);
  const queue = files.values();
  const threads = Array.from({ length: Math.min(workers, files.length) - 1 }, () =>
    startWorker({ events: [...events], marks }),
  );
  let stopped = false;
  const here = async () => {
    for (const file of queue) {
      if (stopped) return;
      await collectFile(file, wanted, options);
      // Lets the messages that the workers have sent meanwhile be handled.
      if (threads.length > 0) await setImmediate();
    }
  };
  try {
    await Promise.all([here(), ...threads.map((worker) => drive(worker, queue, options))]);
  } finally {
    stopped = true;
    // After a failure, the other workers would otherwise wait for ever.
    await Promise.all(threads.map((worker) => worker.terminate()));
  }
}

/** A thread keeps one piece of one file in memory, and little else. MiB. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 192 };

/** What a worker is started with. */
export interface WorkerTask {
  readonly events: readonly EventId[];
  readonly marks?: NoticeMarks | undefined;
}

function startWorker(workerData: WorkerTask): Worker {
  const script = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  return new Worker(new URL(script, import.meta.url), { workerData, resourceLimits: WORKER_LIMITS });
}

/** A worker sends packed candidates, and the result of each file at its end. */
export type WorkerMessage = { readonly candidates: Uint8Array<ArrayBuffer> } | { readonly done: Collected };

/** Files that a worker is sent in advance, so that it has work while this thread reads a file of its own. */
const SENT_AHEAD = 2;

/** Sends one file after the other to a worker, until the queue is empty. */
function drive(worker: Worker, queue: Iterator<LogFile>, collector: Collector): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let pending = 0;
    const sendNext = () => {
      const file = queue.next();
      if (!file.done) {
        pending += 1;
        worker.postMessage(file.value);
      } else if (pending === 0) resolve();
    };
    worker.on('message', (message: WorkerMessage) => {
      try {
        if ('candidates' in message) {
          const { buffer, byteOffset, length } = message.candidates;
          for (const candidate of unpackedAll(Buffer.from(buffer, byteOffset, length))) collector.candidate(candidate);
        } else {
          collector.done(message.done);
          pending -= 1;
          sendNext();
        }
      } catch (error) {
        reject(error);
      }
    });
    worker.on('error', reject);
    worker.on('messageerror', reject);
    for (let sent = 0; sent < SENT_AHEAD; sent += 1) sendNext();
  });
}
