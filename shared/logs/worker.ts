import { parentPort, workerData } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { collectFile, type WorkerMessage } from './collect.ts';
import type { LogFile } from './files.ts';
import { createPacker } from './packed.ts';

/** Candidates are sent in messages of this size, because each message costs time. Bytes. */
const MESSAGE = 256 * 1024;

const events: ReadonlySet<EventId> = new Set(workerData as EventId[]);

function send(message: WorkerMessage, ...memory: ArrayBuffer[]): void {
  parentPort?.postMessage(message, memory);
}

/** The memory is transferred to the other thread and not copied. */
const packer = createPacker(MESSAGE, (packed) => send({ candidates: packed }, packed.buffer));

function read(file: LogFile): Promise<void> {
  return collectFile(file, events, {
    candidate: packer.add,
    done(done) {
      packer.flush();
      send({ done });
    },
  });
}

let reading = Promise.resolve();
parentPort?.on('message', (file: LogFile) => {
  reading = reading.then(() => read(file));
});
