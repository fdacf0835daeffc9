import { TRIES } from '../aws/queue-tries.ts';
import type { FindingEvent } from '../core/finding.ts';
import { objectOf, parsedObject } from '../core/json.ts';
import type { Outcome, RemediatePorts } from '../evaluate/ports.ts';
import { resume } from './act.ts';
import { remediate } from './remediate.ts';
import { undo } from './undo.ts';

export interface ActPorts extends RemediatePorts {
  /** Told that something could not be dealt with and comes again; `alert`: the entry, where it is known. */
  onFailure?(error: unknown, alert?: string): void;
}

/** Seconds until an entry that could not be dealt with comes again. */
const SOON = 30;

/** Acts on an entry that was just recorded. What cannot be done now waits in the queue, so that no other waits behind it. */
export async function actOnEvent(event: FindingEvent, ports: ActPorts): Promise<Outcome> {
  try {
    return await remediate(event, ports);
  } catch (error) {
    ports.onFailure?.(error, event.id);
    await ports.later(event.id, SOON, { waited: false });
    return 'waiting';
  }
}

/**
 * Acts on a message of the queue: `{"event":"<id of an entry or a run>","waited":true}` or
 * `{"undo":"<finding>","by":"<name>","run":"<what is to be undone>","at":<when it was asked>}`.
 * @param tries How often it was handed over, this time included; what fails the last time is announced.
 * @throws {TypeError} for anything else, and whatever may pass: then it comes again.
 */
export async function actOnMessage(body: string, tries: number, ports: ActPorts): Promise<Outcome> {
  try {
    return await actOnRequest(body, tries >= TRIES.remediations, ports);
  } catch (error) {
    ports.onFailure?.(error);
    throw error;
  }
}

async function actOnRequest(body: string, last: boolean, ports: RemediatePorts): Promise<Outcome> {
  const { event: id, waited, undo: finding, by, run: what, at } = objectOf(parsedObject(body)) ?? {};
  if (typeof finding === 'string' && typeof by === 'string') {
    const request = {
      undo: finding,
      by,
      ...(typeof what === 'string' ? { run: what } : {}),
      ...(typeof at === 'number' ? { at } : {}),
    };
    return undo(request, ports, { last });
  }
  if (typeof id !== 'string') throw new TypeError('this asks for nothing');
  const event = await ports.store.event(id);
  if (event) return remediate(event, ports, { waited: waited === true, last });
  const run = await ports.store.run(id);
  return run ? resume(run, ports, { last }) : 'left';
}
