import { parentPort, workerData } from 'node:worker_threads';
import type { EventId } from '../core/event.ts';
import { collectFile } from './collect.ts';
import type { LogFile } from './files.ts';

const events: ReadonlySet<EventId> = new Set(workerData as EventId[]);

parentPort?.on('message', (file: LogFile) => {
  void collectFile(file, events).then((collected) => parentPort?.postMessage(collected));
});
