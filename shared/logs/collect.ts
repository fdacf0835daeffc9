import type { Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { type Candidate, emptyTally, type Tally, wantedBy } from './candidate.ts';
import type { LogFile } from './files.ts';
import { unpackedAll } from './packed.ts';
import { readFileSource, readSource } from './read.ts';
import type { Sink } from './scan.ts';
import type { Damage } from './split.ts';

/** A source that could not be read to its end, or not at all. */
export interface SourceDamage extends Damage {
  readonly source: string;
}

/** What was found in a source, beside its candidates. */
export interface Collected {
  readonly source: string;
  readonly bytes: number;
  readonly tally: Tally;
  readonly damage: readonly SourceDamage[];
}

export interface Collector {
  /** One of a source's candidates, as it is found. */
  candidate(candidate: Candidate): void;
  /** A source was read to its end. */
  done(collected: Collected): void;
}

export function collectFile(file: LogFile, events: ReadonlySet<EventId>, collector: Collector): Promise<void> {
  return collect(file.path, file.bytes, collector, (sink) => readFileSource(file, wantedBy(events), sink));
}

export function collectStream(
  source: string,
  stream: Readable,
  events: ReadonlySet<EventId>,
  collector: Collector,
): Promise<void> {
  return collect(source, 0, collector, (sink) => readSource(stream, wantedBy(events), sink));
}

/** Reads one source. That it cannot be opened is damage like any other: the rest goes on. */
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
    // What the collector itself throws says nothing of the source.
    if (failed !== undefined) throw failed;
    damage.push({ source, offset: 0, reason: error instanceof Error ? error.message : String(error) });
  }
  collector.done({ source, bytes, tally, damage });
}

export interface CollectOptions extends Collector {
  readonly events: ReadonlySet<EventId>;
  /** Threads that read, this one among them. */
  readonly workers: number;
}

/** Reads every file, several at a time, and hands over what is found as it comes. */
export async function collectFiles(files: readonly LogFile[], options: CollectOptions): Promise<void> {
  const { events, workers } = options;
  const queue = files.values();
  const threads = Array.from({ length: Math.min(workers, files.length) - 1 }, () => startWorker(events));
  let over = false;
  const here = async () => {
    for (const file of queue) {
      if (over) return;
      await collectFile(file, events, options);
      // What the others have told meanwhile.
      if (threads.length > 0) await setImmediate();
    }
  };
  try {
    await Promise.all([here(), ...threads.map((worker) => drive(worker, queue, options))]);
  } finally {
    over = true;
    // One that failed must not leave the others waiting for ever.
    await Promise.all(threads.map((worker) => worker.terminate()));
  }
}

/** A thread holds a piece of one file and little else; MiB. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: 192 };

function startWorker(events: ReadonlySet<EventId>): Worker {
  const script = import.meta.url.endsWith('.ts') ? './worker.ts' : './worker.js';
  return new Worker(new URL(script, import.meta.url), { workerData: [...events], resourceLimits: WORKER_LIMITS });
}

/** What a worker tells: some candidates, packed, or that a file is done. */
export type Told = { readonly candidates: Uint8Array<ArrayBuffer> } | { readonly done: Collected };

/** Given to a worker beforehand: it goes on while this thread is busy with a file of its own. */
const AHEAD = 2;

/** One worker, given one file after the other. */
function drive(worker: Worker, queue: Iterator<LogFile>, collector: Collector): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    let given = 0;
    const next = () => {
      const file = queue.next();
      if (!file.done) {
        given += 1;
        worker.postMessage(file.value);
      } else if (given === 0) resolve();
    };
    worker.on('message', (told: Told) => {
      try {
        if ('candidates' in told) {
          const { buffer, byteOffset, length } = told.candidates;
          for (const candidate of unpackedAll(Buffer.from(buffer, byteOffset, length))) collector.candidate(candidate);
        } else {
          collector.done(told.done);
          given -= 1;
          next();
        }
      } catch (error) {
        reject(error);
      }
    });
    worker.on('error', reject);
    worker.on('messageerror', reject);
    for (let ahead = 0; ahead < AHEAD; ahead += 1) next();
  });
}
