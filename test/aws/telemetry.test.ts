import { describe, expect, test, vi } from 'vitest';
import {
  countControl,
  countDelivery,
  countEvents,
  countHeartbeat,
  countUnknown,
  logFailure,
} from '../../shared/aws/telemetry.ts';
import { type Counted, countedDuring } from '../support/metrics.ts';
import { createWorld, GROUP, OFFICE, type Options, SSH, type World } from '../support/world.ts';

/** What is counted of all that happens in an account in memory. */
async function counted(options: Options, story: (world: World) => Promise<void>): Promise<readonly Counted[]> {
  const world = createWorld(options);
  await story(world);
  return countedDuring(async () => countEvents(world.store.events()));
}

const names = (metrics: readonly Counted[]) => metrics.map(({ name }) => name);
const valuesOf = (metrics: readonly Counted[], name: string) =>
  metrics.flatMap((metric) => (metric.name === name ? metric.values : []));

async function openPort(world: World, at = '2026-03-02T09:00:00Z'): Promise<void> {
  world.change('Authorize', SSH, at);
  await world.settle();
}

describe('a drift', () => {
  test('is counted by its severity, for the stage', async () => {
    const metrics = await counted({}, openPort);
    expect(metrics.filter(({ name }) => name === 'DriftOpened')).toEqual([
      {
        name: 'DriftOpened',
        namespace: 'Plumbline',
        unit: 'Count',
        values: [1],
        dimensions: { service: 'local', severity: 'high' },
      },
    ]);
  });

  test('with the time from the change to its being found', async () => {
    const metrics = await counted({}, openPort);
    expect(metrics.find(({ name }) => name === 'TimeToDetect')).toMatchObject({
      unit: 'Milliseconds',
      values: [5_000],
      dimensions: { service: 'local' },
    });
  });

  test('that a sweep found and no event showed: nobody knows how long that took', async () => {
    const metrics = await counted({}, async (world) => {
      world.change('Authorize', SSH, '2026-03-02T09:00:00Z', { seen: false });
      await world.sweep();
    });
    expect(names(metrics)).toContain('DriftOpened');
    expect(names(metrics)).not.toContain('TimeToDetect');
  });

  test('its end', async () => {
    const metrics = await counted({}, async (world) => {
      await openPort(world);
      world.change('Revoke', SSH, '2026-03-02T09:10:00Z');
      await world.settle();
    });
    expect(valuesOf(metrics, 'DriftResolved')).toEqual([1]);
    expect(names(metrics)).not.toContain('DriftRemediated');
  });

  test('that is put back, with the time from the change until then', async () => {
    const metrics = await counted({ remediation: 'auto' }, openPort);
    expect(valuesOf(metrics, 'DriftRemediated')).toEqual([1]);
    expect(valuesOf(metrics, 'TimeToRemediate')).toEqual([5_000]);
    expect(names(metrics)).not.toContain('RemediationFailed');
  });

  test('that could not be put back', async () => {
    const metrics = await counted(
      { remediation: 'auto', fault: (call) => (call === 'apply' ? 'denied' : undefined) },
      openPort,
    );
    expect(valuesOf(metrics, 'RemediationFailed')).toEqual([1]);
    expect(names(metrics)).not.toContain('DriftRemediated');
  });
});

describe('that remediation stopped is counted, and so raises an alarm,', () => {
  const contested = async (world: World) => {
    for (let minute = 0; minute < 5; minute += 1) await openPort(world, `2026-03-02T09:1${minute}:00Z`);
  };
  const perHour =
    (most: number): NonNullable<Options['settings']> =>
    (all) => ({
      ...all,
      limits: { ...all.limits, maxPerHour: most, flapThreshold: 100 },
    });

  test.each<[string, Options, (world: World) => Promise<void>]>([
    [
      'where it is paused',
      { remediation: 'auto' },
      async (world) => {
        await world.ask({ do: 'pause', by: 'lee@example.com', reason: 'migration' });
        await openPort(world);
      },
    ],
    ['where something fights it', { remediation: 'auto' }, contested],
    ['where its limit was met', { remediation: 'auto', settings: perHour(1) }, contested],
  ])('%s', async (_, options, story) => {
    expect(valuesOf(await counted(options, story), 'RemediationStopped')[0]).toBe(1);
  });

  const controls = async (...requests: readonly object[]) => {
    const world = createWorld({ remediation: 'auto' });
    for (const request of requests) await world.ask({ by: 'lee@example.com', ...request });
    return countedDuring(async () => world.controls.forEach(countControl));
  };

  test('as soon as somebody pauses it, also where nothing is wrong', async () => {
    const metrics = await controls({ do: 'pause', reason: 'migration' });
    expect(valuesOf(metrics, 'RemediationStopped')).toEqual([1]);
  });

  test('and every request that pauses, resumes or resets it is counted, but none that is refused', async () => {
    const reset = { do: 'reset', rule: 'sg-open-ingress', account: GROUP.account };
    const metrics = await controls({ do: 'resume' }, reset, { ...reset, rule: 'no-such-rule' }, { do: 'pause' });
    const counted = metrics.filter(({ name }) => name === 'RemediationControlled');
    expect(counted.map(({ dimensions }) => dimensions['request'])).toEqual(['resume', 'reset']);
    expect(names(metrics)).not.toContain('RemediationStopped');
  });

  test('and not where it asks because it is set to ask', async () => {
    const metrics = await counted({ remediation: 'approve' }, async (world) => {
      await openPort(world);
      world.change('Authorize', { ...OFFICE, cidr: '0.0.0.0/0', from: 3306, to: 3306 }, '2026-03-02T09:05:00Z');
      await world.settle();
      expect(world.eventTypes()).toContain('proposed');
    });
    expect(names(metrics)).not.toContain('RemediationStopped');
  });

  test('and not where the plan has changed since it was approved', async () => {
    const metrics = await counted({ remediation: 'approve' }, async (world) => {
      await openPort(world);
      await world.approve('lee@example.com');
      world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, '2026-03-02T09:00:30Z', { seen: false });
      await world.settle();
      expect(world.eventTypes().filter((each) => each === 'proposed').length).toBeGreaterThan(1);
    });
    expect(names(metrics)).not.toContain('RemediationStopped');
  });
});

describe('an alert on a channel', () => {
  const attempt = { event: 'f-1', channel: 'slack' };

  test.each(['failed', 'unsure', 'undecided', 'unreadable'])(
    'that is %s is counted for the channel',
    async (outcome) => {
      const metrics = await countedDuring(async () => countDelivery(attempt, outcome, new Error('no')));
      expect(metrics).toEqual([
        {
          name: 'DeliveryFailed',
          namespace: 'Plumbline',
          unit: 'Count',
          values: [1],
          dimensions: { service: 'local', channel: 'slack' },
        },
      ]);
    },
  );

  test.each(['delivered', 'delivered-before', 'busy', 'expired', 'unrecorded'])(
    'that is %s is no failure',
    async (outcome) => {
      expect(await countedDuring(async () => countDelivery(attempt, outcome))).toEqual([]);
    },
  );

  test('is logged with the id of its event', () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
    countDelivery(attempt, 'delivered');
    spy.mockRestore();
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 'INFO', message: 'delivered', event: 'f-1', channel: 'slack' },
    ]);
  });
});

test('what could not be checked, what no rule could say and the heartbeat are counted for the stage', async () => {
  const metrics = await countedDuring(async () => {
    logFailure('could not check', new Error('no'));
    countUnknown('sg-open-ingress', 'not shown');
    countUnknown('sg-open-ingress', 'not shown');
    countHeartbeat();
  });
  expect(metrics.map(({ name, values, dimensions }) => [name, values, dimensions])).toEqual([
    ['CouldNotCheck', [1], { service: 'local' }],
    ['Undetermined', [1, 1], { service: 'local' }],
    ['HeartbeatArrived', [1], { service: 'local' }],
  ]);
});
