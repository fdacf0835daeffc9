import { describe, expect, test } from 'vitest';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { type ActPorts, actOnEvent, actOnMessage } from '../../shared/remediate/requests.ts';
import { createWorld, type Fault, OFFICE, SSH } from '../support/world.ts';

/** A drift that was just recorded, in an account where one call goes wrong from now on. */
async function recorded(call: string, wrong: Fault) {
  let broken = false;
  const world = createWorld({ remediation: 'auto', fault: (name) => (broken && name === call ? wrong : undefined) });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.detected();
  broken = true;
  const told: unknown[] = [];
  const later: unknown[] = [];
  const ports: ActPorts = {
    ...world.ports(),
    later: async (...given) => void later.push(given),
    onFailure: (error, alert) => told.push([(error as Error).message, alert]),
  };
  const event = world.store.events()[0] as FindingEvent;
  return { world, ports, entry: event, told, later, mend: () => void (broken = false) };
}

describe('an entry from the stream', () => {
  test('that cannot be dealt with now is told of, and comes again by the queue half a minute later', async () => {
    const { world, ports, entry: event, told, later } = await recorded('read', 'throttled');
    expect(await actOnEvent(event, ports)).toBe('waiting');
    expect(told).toEqual([['slow', event.id]]);
    expect(later).toEqual([[event.id, 30, { waited: false }]]);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('stays in the stream where the queue does not take it', async () => {
    const { ports, entry: event } = await recorded('read', 'throttled');
    const full = { ...ports, later: () => Promise.reject(new Error('full')) };
    await expect(actOnEvent(event, full)).rejects.toThrow('full');
  });
});

describe('a message of the queue', () => {
  test('comes again while something is in the way, and the last time its failure is announced', async () => {
    const { world, ports, entry: event } = await recorded('apply', 'throttled');
    const body = JSON.stringify({ event: event.id, waited: true });
    for (let tries = 1; tries < TRIES.remediations; tries += 1) {
      await expect(actOnMessage(body, tries, ports)).rejects.toThrow('slow');
      expect(world.transitions()).toEqual(['opened']);
    }
    expect(await actOnMessage(body, TRIES.remediations, ports)).toBe('failed');
    expect(world.transitions()).toEqual(['opened', 'failed']);
  });

  test('is done once nothing is in the way any more', async () => {
    const { world, ports, entry: event, mend } = await recorded('apply', 'throttled');
    const body = JSON.stringify({ event: event.id, waited: true });
    await expect(actOnMessage(body, 1, ports)).rejects.toThrow('slow');
    mend();
    expect(await actOnMessage(body, 2, ports)).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test.each(['no JSON', '{}', '{"event":7}', '{"undo":"x"}'])('%s requests nothing, and is a failure', async (body) => {
    const { ports } = await recorded('read', 'throttled');
    await expect(actOnMessage(body, 1, ports)).rejects.toThrow(TypeError);
  });
});
