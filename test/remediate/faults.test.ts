import { describe, expect, test } from 'vitest';
import { pressKillSwitch } from '../store/things.ts';
import type { Fault } from '../support/process.ts';
import { createWorld, OFFICE, type Options, SSH } from '../support/world.ts';

const FAULTS: readonly Fault[] = ['throttled', 'busy', 'unreachable', 'after', 'die', 'die after'];
const CALLS = [
  'resource',
  'read',
  'save',
  'tagsOf',
  'beforeRun',
  'begin',
  'run',
  'proceed',
  'apply',
  'paused',
  'later',
] as const;

const COVERS_TWO_STEPS = { ...SSH, from: 3389, to: 3389 };

async function driftedWorld(options: Options) {
  const world = createWorld({ remediation: 'auto', ...options });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.change('Authorize', COVERS_TWO_STEPS, '2026-03-02T09:00:00Z');
  await world.settle();
  return world;
}

/** The resource is remediated, and each event was recorded and delivered once. */
async function expectRemediatedOnce(world: Awaited<ReturnType<typeof driftedWorld>>) {
  expect(world.ingress()).toEqual([OFFICE]);
  expect(world.eventTypes().filter((each) => each === 'opened')).toHaveLength(1);
  expect(world.eventTypes().at(-1)).toMatch(/^(?:remediated|resolved)$/);
  expect(await world.finding()).toMatchObject({ status: 'resolved' });
  expect(new Set(world.delivered).size).toBe(world.delivered.length);
  expect(world.delivered).toHaveLength(world.eventTypes().length);
  expect(world.dead).toEqual([]);
}

describe('one call fails once: the resource is remediated, and each event is recorded and delivered once', () => {
  test.each(CALLS.flatMap((call) => FAULTS.map((fault) => [call, fault] as const)))('%s: %s', async (call, fault) => {
    for (let nth = 1; nth <= 4; nth += 1) {
      let seen = 0;
      const world = await driftedWorld({
        fault: (name) => (name === call && (seen += 1) === nth ? fault : undefined),
      });
      await expectRemediatedOnce(world);
    }
  });
});

describe('the process dies before or after any of its calls: the result is the same', () => {
  test.each(['die', 'die after'] as const)('%s', async (fault) => {
    const { calls } = await driftedWorld({});
    for (let nth = 1; nth <= calls.length; nth += 1) {
      await expectRemediatedOnce(await driftedWorld({ fault: (_, count) => (count === nth ? fault : undefined) }));
    }
  });
});

describe('one call always fails', () => {
  test('read denied: it is reported as a finding of its own', async () => {
    const world = await driftedWorld({ fault: (name) => (name === 'read' ? 'denied' : undefined) });
    expect(world.dead).toEqual([]);
    expect(world.store.events().map(({ type, finding }) => [type, finding.rule])).toEqual([
      ['opened', 'resource-unreadable'],
    ]);
  });

  test.each(['resource', 'save'] as const)('%s denied: the message ends in the dead-letter queue', async (call) => {
    const world = await driftedWorld({ fault: (name) => (name === call ? 'denied' : undefined) });
    expect(world.dead).toContain('changes');
    expect(world.eventTypes()).toEqual([]);
  });

  test.each(['denied', 'refused'] as const)(
    'apply %s: the failure is reported, and the finding stays open',
    async (fault) => {
      const world = await driftedWorld({ fault: (name) => (name === 'apply' ? fault : undefined) });
      expect(world.eventTypes()).toEqual(['opened', 'failed']);
      expect(await world.finding()).toMatchObject({ status: 'open' });
    },
  );

  test.each(['throttled', 'busy', 'unreachable'] as const)(
    'apply %s: the step is tried again, and finally the failure is reported',
    async (fault) => {
      const world = await driftedWorld({ fault: (name) => (name === 'apply' ? fault : undefined) });
      expect(world.eventTypes()).toEqual(['opened', 'failed']);
    },
  );

  test('reading the tags denied: nothing is done, because a tag may exempt the resource, and this is reported', async () => {
    const world = await driftedWorld({ fault: (name) => (name === 'tagsOf' ? 'denied' : undefined) });
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    expect(world.store.events().at(-1)?.note).toBe('Plumbline did nothing about it: TagsUnreadable.');
    expect(world.ingress()).toHaveLength(3);
    expect(world.dead).toContain('remediations');
  });

  test.each(['beforeRun', 'begin'])('the kill switch cannot be read (%s): nothing is done', async (call) => {
    const world = await driftedWorld({ fault: (name) => (name === call ? 'denied' : undefined) });
    expect(world.eventTypes()).not.toContain('remediated');
    expect(world.ingress()).toHaveLength(3);
  });

  test('the kill switch cannot be read between two steps: the run stops, and this is reported', async () => {
    const world = await driftedWorld({ fault: (name) => (name === 'paused' ? 'denied' : undefined) });
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    expect(world.ingress()).toHaveLength(2);
  });
});

test('the kill switch is pressed after the gates were checked: nothing is done, and a person is asked', async () => {
  const world = createWorld({
    remediation: 'auto',
    fault: (name) => {
      if (name === 'begin') void pressKillSwitch(world.store, 'jane', 'Migration.');
      return undefined;
    },
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.calls).not.toContain('apply');
  expect(world.eventTypes()).toEqual(['opened', 'proposed']);
  expect(world.store.events().at(-1)?.note).toContain('paused by jane');
});

test('the kill switch is pressed between two steps: the run stops before the next step, and this is reported', async () => {
  let applied = 0;
  const world = createWorld({
    remediation: 'auto',
    fault: (name) => {
      if (name === 'apply' && (applied += 1) === 1) void pressKillSwitch(world.store, 'lee', 'stop');
      return undefined;
    },
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.change('Authorize', COVERS_TWO_STEPS, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(applied).toBe(1);
  expect(world.ingress()).toHaveLength(2);
  expect(world.eventTypes()).toEqual(['opened', 'failed']);
});

test('the clock is behind the time of the event: no finding event is lost or repeated', async () => {
  const world = createWorld({ remediation: 'auto' });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.clock.now = Date.parse('2026-03-02T08:55:00Z');
  await world.settle();
  expect(world.eventTypes()).toEqual(['opened', 'remediated']);
});

describe('an invalid message ends in the dead-letter queue', () => {
  test.each(['no JSON', '{}', '[]', '{"event":7}', '{"undo":"0123456789abcdef"}'])('%s', async (body) => {
    const world = await driftedWorld({});
    world.send(body);
    await world.settle();
    expect(world.dead).toEqual(['remediations']);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('but a message for an unknown event or finding is dropped', async () => {
    const world = await driftedWorld({});
    for (const body of ['{"event":"0123456789abcdef-1"}', '{"undo":"0123456789abcdef","by":"lee"}']) world.send(body);
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });
});
