import { describe, expect, test } from 'vitest';
import { TRIES } from '../../shared/aws/queue-tries.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import type { RemediatePorts } from '../../shared/remediate/ports.ts';
import { actOnEvent, actOnMessage } from '../../shared/remediate/requests.ts';
import { portsByKind } from '../support/by-kind.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, OFFICE, SSH } from '../support/world.ts';

/** A drift that was just recorded, in an account where one call fails from now on. */
async function recorded(call: string, wrong: Fault) {
  let broken = false;
  const world = createWorld({ remediation: 'auto', fault: (name) => (broken && name === call ? wrong : undefined) });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.detected();
  broken = true;
  const failures: unknown[] = [];
  const later: unknown[] = [];
  const ports: RemediatePorts = {
    ...world.ports(),
    later: async (...given) => void later.push(given),
    onFailure: (error, id) => failures.push([(error as Error).message, id]),
  };
  const event = world.store.events()[0] as FindingEvent;
  return { world, ports, event, failures, later, repair: () => void (broken = false) };
}

describe('a finding event from the stream', () => {
  test('that fails is reported, and is sent to the queue for another try after half a minute', async () => {
    const { world, ports, event, failures, later } = await recorded('read', 'throttled');
    expect(await actOnEvent(event, ports)).toBe('waiting');
    expect(failures).toEqual([['slow', event.id]]);
    expect(later).toEqual([[{ event: event.id, waited: false }, 30]]);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('stays in the stream if the queue does not accept it', async () => {
    const { ports, event } = await recorded('read', 'throttled');
    const full = { ...ports, later: () => Promise.reject(new Error('full')) };
    await expect(actOnEvent(event, full)).rejects.toThrow('full');
  });
});

describe('a message of the queue', () => {
  test('is delivered again while it fails, and the failure of the last try is reported', async () => {
    const { world, ports, event } = await recorded('apply', 'throttled');
    const body = JSON.stringify({ event: event.id, waited: true });
    for (let tries = 1; tries < TRIES.remediations; tries += 1) {
      await expect(actOnMessage(body, tries, portsByKind(ports))).rejects.toThrow('slow');
      expect(world.eventTypes()).toEqual(['opened']);
    }
    expect(await actOnMessage(body, TRIES.remediations, portsByKind(ports))).toBe('failed');
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
  });

  test('is handled once the failure is over', async () => {
    const { world, ports, event, repair } = await recorded('apply', 'throttled');
    const body = JSON.stringify({ event: event.id, waited: true });
    await expect(actOnMessage(body, 1, portsByKind(ports))).rejects.toThrow('slow');
    repair();
    expect(await actOnMessage(body, 2, portsByKind(ports))).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE]);
  });

  test('loads the rules of its resource’s kind, and of no other', async () => {
    const { ports, event } = await recorded('apply', 'throttled');
    const asked: string[] = [];
    const byKind = portsByKind(ports);
    const counted = {
      ...byKind,
      portsFor: (kind: string) => {
        asked.push(kind);
        return byKind.portsFor(kind);
      },
    };
    await actOnMessage(JSON.stringify({ event: event.id, waited: true }), 1, counted).catch(() => undefined);
    await actOnMessage(JSON.stringify({ undo: event.finding.id, by: 'jane@example.com' }), 1, counted);
    expect(asked).toEqual(['security-group', 'security-group']);
  });

  test('that undoes the remediation of a finding that is not there does nothing', async () => {
    const { world, ports } = await recorded('apply', 'throttled');
    const body = JSON.stringify({ undo: 'f-unknown', by: 'jane@example.com' });
    expect(await actOnMessage(body, 1, portsByKind(ports))).toBe('left');
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test.each(['no JSON', '{}', '{"event":7}', '{"undo":"x"}'])('%s is invalid, and is reported', async (body) => {
    const { ports } = await recorded('read', 'throttled');
    await expect(actOnMessage(body, 1, portsByKind(ports))).rejects.toThrow(TypeError);
  });
});
