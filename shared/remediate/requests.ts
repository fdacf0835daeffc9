import { TRIES } from '../aws/queue-tries.ts';
import type { FindingEvent } from '../core/finding.ts';
import { objectOf, parsedObject } from '../core/json.ts';
import { remediate, resume, undo } from './machine.ts';
import type { Outcome, RemediatePorts } from './ports.ts';

/** Seconds until a finding's event that could not be handled is tried again. */
const SOON = 30;

/** Acts on a finding's event that was just recorded. What fails is put into the queue, so that no other waits for it. */
export async function actOnEvent(event: FindingEvent, ports: RemediatePorts): Promise<Outcome> {
  try {
    return await remediate(event, ports);
  } catch (error) {
    ports.onFailure?.(error, event.id);
    await ports.later({ event: event.id, waited: false }, SOON);
    return 'waiting';
  }
}

/**
 * Acts on a message of the queue: `{"event":"<id of a finding's event or of a run>","waited":true}` or
 * `{"undo":"<finding>","by":"<name>","run":"<run that is to be undone>","at":<when it was requested>}`.
 * @param tries How often the message was received, this time included; a failure of the last time is announced.
 * @throws {TypeError} for anything else. Also throws what a later attempt may not meet: then the message is received again.
 */
export async function actOnMessage(body: string, tries: number, ports: RemediatePorts): Promise<Outcome> {
  const last = tries >= TRIES.remediations;
  const { event: id, waited, undo: finding, by, run: past, at } = objectOf(parsedObject(body)) ?? {};
  if (typeof finding === 'string' && typeof by === 'string') {
    const request = {
      undo: finding,
      by,
      ...(typeof past === 'string' ? { run: past } : {}),
      ...(typeof at === 'number' ? { at } : {}),
    };
    return undo(request, ports, { last });
  }
  if (typeof id !== 'string') throw new TypeError('The message requests nothing.');
  const event = await ports.store.event(id);
  if (event) return remediate(event, ports, { waited: waited === true, last });
  const run = await ports.store.run(id);
  return run ? resume(run, ports, { last }) : 'left';
}
