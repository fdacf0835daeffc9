import { describe, expect, test } from 'vitest';
import { createWorld, type Fault, OFFICE, type Options, SSH } from '../support/world.ts';

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

async function story(options: Options) {
  const world = createWorld({ remediation: 'auto', ...options });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.change('Authorize', COVERS_TWO_STEPS, '2026-03-02T09:00:00Z');
  await world.settle();
  return world;
}

/** Told once, nothing lost, and the resource as it should be. */
async function expectRight(world: Awaited<ReturnType<typeof story>>) {
  expect(world.ingress()).toEqual([OFFICE]);
  expect(world.transitions().filter((each) => each === 'opened')).toHaveLength(1);
  expect(world.transitions().at(-1)).toMatch(/^(?:remediated|resolved)$/);
  expect(await world.finding()).toMatchObject({ status: 'resolved' });
  expect(new Set(world.told).size).toBe(world.told.length);
  expect(world.told).toHaveLength(world.transitions().length);
  expect(world.dead).toEqual([]);
}

describe('a call fails once, wherever it does: told once, nothing lost, the state right', () => {
  test.each(CALLS.flatMap((call) => FAULTS.map((fault) => [call, fault] as const)))('%s: %s', async (call, fault) => {
    for (let nth = 1; nth <= 4; nth += 1) {
      let seen = 0;
      const world = await story({ fault: (name) => (name === call && (seen += 1) === nth ? fault : undefined) });
      await expectRight(world);
    }
  });
});

describe('each process dies before and after each of its calls', () => {
  test.each(['die', 'die after'] as const)('%s', async (fault) => {
    const { calls } = await story({});
    for (let nth = 1; nth <= calls.length; nth += 1) {
      await expectRight(await story({ fault: (_, count) => (count === nth ? fault : undefined) }));
    }
  });
});

describe('a call always fails', () => {
  test.each(['read', 'resource', 'save'] as const)(
    '%s denied: it ends in the dead-letter queue, never in silence',
    async (call) => {
      const world = await story({ fault: (name) => (name === call ? 'denied' : undefined) });
      expect(world.dead).toContain('changes');
      expect(world.transitions()).toEqual([]);
    },
  );

  test.each(['denied', 'refused'] as const)('apply %s: the failure is told, and it stays open', async (fault) => {
    const world = await story({ fault: (name) => (name === 'apply' ? fault : undefined) });
    expect(world.transitions()).toEqual(['opened', 'failed']);
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });

  test.each(['throttled', 'busy', 'unreachable'] as const)(
    'apply %s: tried again, and in the end the failure is told',
    async (fault) => {
      const world = await story({ fault: (name) => (name === 'apply' ? fault : undefined) });
      expect(world.transitions()).toEqual(['opened', 'failed']);
    },
  );

  test('the tags cannot be read: it is told, and nothing is done, since a tag may exempt it', async () => {
    const world = await story({ fault: (name) => (name === 'tagsOf' ? 'denied' : undefined) });
    expect(world.transitions()).toEqual(['opened', 'failed']);
    expect(world.store.events().at(-1)?.note).toBe('Plumbline did nothing about it: TagsUnreadable.');
    expect(world.ingress()).toHaveLength(3);
    expect(world.dead).toContain('remediations');
  });

  test.each(['beforeRun', 'begin'])('the kill switch cannot be asked (%s): nothing is done', async (call) => {
    const world = await story({ fault: (name) => (name === call ? 'denied' : undefined) });
    expect(world.transitions()).not.toContain('remediated');
    expect(world.ingress()).toHaveLength(3);
  });

  test('the kill switch cannot be asked in mid-plan: no further step is done, and it is told', async () => {
    const world = await story({ fault: (name) => (name === 'paused' ? 'denied' : undefined) });
    expect(world.transitions()).toEqual(['opened', 'failed']);
    expect(world.ingress()).toHaveLength(2);
  });
});

test('the kill switch is pressed after the gates were asked: nothing is done, and a person is asked', async () => {
  const world = createWorld({
    remediation: 'auto',
    fault: (name) => {
      if (name === 'begin') void world.store.pause({ by: 'jane', reason: 'Migration.', at: 0 });
      return undefined;
    },
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.calls).not.toContain('apply');
  expect(world.transitions()).toEqual(['opened', 'proposed']);
  expect(world.store.events().at(-1)?.note).toContain('paused by jane');
});

test('the kill switch is pressed in mid-plan: it stops before the next step, and says so', async () => {
  let applied = 0;
  const world = createWorld({
    remediation: 'auto',
    fault: (name) => {
      if (name === 'apply' && (applied += 1) === 1) void world.store.pause({ by: 'lee', reason: 'stop', at: 0 });
      return undefined;
    },
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.change('Authorize', COVERS_TWO_STEPS, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(applied).toBe(1);
  expect(world.ingress()).toHaveLength(2);
  expect(world.transitions()).toEqual(['opened', 'failed']);
});

test('a clock that lags behind the log: nothing is lost, and nothing repeated', async () => {
  const world = createWorld({ remediation: 'auto' });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  world.clock.now = Date.parse('2026-03-02T08:55:00Z');
  await world.settle();
  expect(world.transitions()).toEqual(['opened', 'remediated']);
});

describe('messages that nobody can act on', () => {
  test.each(['no JSON', '{}', '[]', '{"event":7}', '{"undo":"0123456789abcdef"}'])('%s', async (body) => {
    const world = await story({});
    world.send(body);
    await world.settle();
    expect(world.dead).toEqual(['remediations']);
    expect(world.transitions()).toEqual(['opened', 'remediated']);
  });

  test('one for what is not there, or no longer, is done with', async () => {
    const world = await story({});
    for (const body of ['{"event":"0123456789abcdef-1"}', '{"undo":"0123456789abcdef","by":"lee"}']) world.send(body);
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.transitions()).toEqual(['opened', 'remediated']);
  });
});
