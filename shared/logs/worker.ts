import { parentPort, workerData } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { collectFile, type Told } from './collect.ts';
import type { LogFile } from './files.ts';
import { createPacker } from './packed.ts';

/** Enough for one message between threads to be worth it, in bytes. */
const MESSAGE = 256 * 1024;

const events: ReadonlySet<EventId> = new Set(workerData as EventId[]);

function tell(told: Told, ...given: ArrayBuffer[]): void {
  parentPort?.postMessage(told, given);
}

/** The memory itself goes to the other thread: nothing is copied. */
const packer = createPacker(MESSAGE, (packed) => tell({ candidates: packed }, packed.buffer));

function read(file: LogFile): Promise<void> {
  return collectFile(file, events, {
    candidate: packer.add,
    done(done) {
      packer.flush();
      tell({ done });
    },
  });
}

let reading = Promise.resolve();
parentPort?.on('message', (file: LogFile) => {
  reading = reading.then(() => read(file));
});
