import { TRIES } from '../aws/queue-tries.ts';
import type { FindingEvent } from '../core/finding.ts';
import { objectOf, parsedObject } from '../core/json.ts';
import { remediate, restore, resume, undo } from './machine.ts';
import type { Outcome, ReleaseRequest, RemediatePorts } from './ports.ts';
import { release } from './release.ts';

/** Seconds until a finding's event that could not be handled is tried again. */
const SOON = 30;

/** What a message needs, before it is known of which kind the resource is that it is about. */
export interface RequestPorts {
  readonly store: Pick<RemediatePorts['store'], 'event' | 'run' | 'locate'>;
  /** With the settings of a kind's rules. */
  portsFor(kind: string): Promise<RemediatePorts>;
}

/** The settings of no rule: what releases needs the limits only. */
const NO_KIND = '';

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
 * Acts on a message of the queue: `{"event":"<id of a finding's event or of a run>","waited":true}`,
 * `{"release":{"stop":"limit","of":{"rule":"<rule>","account":"<account>"}}}`,
 * `{"undo":"<finding>","by":"<name>","run":"<run that is to be undone>","at":<when it was requested>}` or
 * `{"restore":"<id of a finding's event>","by":"<name>","at":<when it was requested>}`.
 * @param tries How often the message was received, this time included; a failure of the last time is announced.
 * @throws {TypeError} for anything else. Also throws what a later attempt may not meet: then the message is received again.
 */
export async function actOnMessage(body: string, tries: number, ports: RequestPorts): Promise<Outcome> {
  const { store, portsFor } = ports;
  const last = tries >= TRIES.remediations;
  const {
    event: id,
    waited,
    released,
    release: group,
    undo: finding,
    restore: overwritten,
    by,
    run: past,
    at,
  } = objectOf(parsedObject(body)) ?? {};
  if (typeof finding === 'string' && typeof by === 'string') {
    const request = {
      undo: finding,
      by,
      ...(typeof past === 'string' ? { run: past } : {}),
      ...(typeof at === 'number' ? { at } : {}),
    };
    const ref = await store.locate(finding);
    return ref ? undo(request, await portsFor(ref.kind), { last }) : 'left';
  }
  if (typeof overwritten === 'string' && typeof by === 'string') {
    const event = await store.event(overwritten);
    if (!event) return 'left';
    const request = { restore: overwritten, by, ...(typeof at === 'number' ? { at } : {}) };
    return restore(request, await portsFor(event.finding.resource.kind), { last });
  }
  const request = group === undefined ? undefined : releaseIn(group);
  if (request) return release(request, await portsFor(NO_KIND));
  if (typeof id !== 'string') throw new TypeError('The message requests nothing.');
  const event = await store.event(id);
  if (event) {
    const attempt = { waited: waited === true, released: released === true, last };
    return remediate(event, await portsFor(event.finding.resource.kind), attempt);
  }
  const run = await store.run(id);
  return run ? resume(run, await portsFor(run.ref.kind), { last }) : 'left';
}

/** @throws {TypeError} for what releases nothing. */
function releaseIn(given: unknown): ReleaseRequest {
  const { stop, of, from, due } = objectOf(given) ?? {};
  const { rule, account } = objectOf(of) ?? {};
  if ((stop !== 'limit' && stop !== 'paused') || typeof rule !== 'string' || typeof account !== 'string')
    throw new TypeError('The message releases nothing.');
  return {
    release: {
      stop,
      of: { rule, account },
      ...(typeof from === 'string' ? { from } : {}),
      ...(typeof due === 'number' ? { due } : {}),
    },
  };
}
