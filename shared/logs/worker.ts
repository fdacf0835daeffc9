import { parentPort, workerData } from 'node:worker_threads';
import { wantedBy } from './candidate.ts';
import { collectFile, type WorkerMessage, type WorkerTask } from './collect.ts';
import type { LogFile } from './files.ts';
import { createPacker } from './packed.ts';

/** Candidates are sent in messages of this size, because each message costs time. Bytes. */
const MESSAGE = 256 * 1024;

const { events, marks } = workerData as WorkerTask;
const wanted = wantedBy(new Set(events), marks);

function send(message: WorkerMessage, ...memory: ArrayBuffer[]): void {
  parentPort?.postMessage(message, memory);
}

/** The memory is transferred to the other thread and not copied. */
const packer = createPacker(MESSAGE, (packed) => send({ candidates: packed }, packed.buffer));

function read(file: LogFile): Promise<void> {
  return collectFile(file, wanted, {
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
