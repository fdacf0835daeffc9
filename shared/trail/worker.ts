import { parentPort, workerData } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { collectFile, type Told } from './collect.ts';
import type { LogFile } from './files.ts';
import { packed } from './packed.ts';

const events: ReadonlySet<EventId> = new Set(workerData as EventId[]);

function tell(told: Told): void {
  parentPort?.postMessage(told);
}

function read(file: LogFile): Promise<void> {
  return collectFile(file, events, {
    // One text, so that records need not be copied between threads object by object.
    candidates: (batch) => tell({ candidates: batch.map(packed).join('') }),
    done: (done) => tell({ done }),
  });
}

let reading = Promise.resolve();
parentPort?.on('message', (file: LogFile) => {
  reading = reading.then(() => read(file));
});
