/** A thread that judges a portion of the rules. */
import { parentPort, workerData } from 'node:worker_threads';
import { rules } from '../../generated/rules.ts';
import { type PackedSettings, unpackSettings } from '../../shared/config/deployed.ts';
import { emptyTally, type Tally } from '../../shared/logs/candidate.ts';
import { unpackedAll } from '../../shared/logs/packed.ts';
import { createReplay } from '../../shared/replay/replay.ts';
import { type PackedReplayed, packReplayed } from './packed-result.ts';

/** What a thread is started with. */
export interface Task {
  readonly settings: PackedSettings;
  readonly since?: number;
  readonly until?: number;
}

/** The messages to a thread, in order: packed candidates, then the end. */
export type Given = { readonly candidates: Uint8Array<ArrayBuffer> } | { readonly end: true };

/** The answers of a thread: candidates are judged, and at the end the result. */
export type Answer = { readonly judged: true } | { readonly replayed: string };

export interface Result {
  readonly tally: Tally;
  readonly replayed: PackedReplayed;
}

const { settings, ...times } = workerData as Task;
const tally = emptyTally();
const replay = createReplay(tally, { settings: unpackSettings(settings, rules), ...times });

async function take(given: Given): Promise<void> {
  if ('end' in given) {
    const result: Result = { tally, replayed: packReplayed(replay.replayed()) };
    // As text: redacted values are marks in it.
    return answer({ replayed: JSON.stringify(result) });
  }
  const { buffer, byteOffset, length } = given.candidates;
  for (const candidate of unpackedAll(Buffer.from(buffer, byteOffset, length))) await replay.accept(candidate);
  answer({ judged: true });
}

function answer(given: Answer): void {
  parentPort?.postMessage(given);
}

let taken = Promise.resolve();
parentPort?.on('message', (given: Given) => {
  taken = taken.then(() => take(given));
});
