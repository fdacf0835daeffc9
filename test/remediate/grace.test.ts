import { describe, expect, test } from 'vitest';
import { createWorld, OFFICE, type Options, SSH } from '../support/world.ts';

const OPENED = '2026-03-02T09:00:00Z';
const GRACE = 300;

/** An account where every rule has a grace of five minutes. */
function graceful(options: Options = {}) {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, graceSeconds: GRACE })) }),
    ...options,
  });
  world.change('Authorize', SSH, OPENED);
  return world;
}

/** When the resource was remediated. Milliseconds since 1970. */
function remediatedAt({ store }: ReturnType<typeof createWorld>): number | undefined {
  return store.events().find(({ type }) => type === 'remediated')?.recordedAt;
}

describe('the grace of a rule', () => {
  test('passes before the remediation', async () => {
    const world = graceful();
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(remediatedAt(world)).toBeGreaterThanOrEqual(Date.parse(OPENED) + GRACE * 1000);
  });

  test('leaves alone what was fixed meanwhile', async () => {
    const world = graceful();
    await world.turn();
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });

  test('lets a tag exempt the resource meanwhile', async () => {
    const world = graceful();
    await world.turn();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'exempted']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  // The numbers choose the first call after the grace.
  test.each([
    ['beforeRun', 2],
    ['event', 1],
    ['resource', 2],
    ['tagsOf', 2],
  ])('is not shortened by a temporary failure of %s', async (call, nth) => {
    let calls = 0;
    const world = graceful({ fault: (name) => (name === call && (calls += 1) === nth ? 'throttled' : undefined) });
    await world.settle();
    expect(calls).toBeGreaterThan(nth);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect(remediatedAt(world)).toBeGreaterThanOrEqual(Date.parse(OPENED) + GRACE * 1000);
  });

  test('ends with a check of the conditions first, and of the state last', async () => {
    let asked = 0;
    const world = graceful({
      fault: (name) => {
        // The second read of the tags belongs to the check of the conditions. The port is closed during it.
        if (name === 'tagsOf' && (asked += 1) === 2) {
          world.change('Revoke', SSH, '2026-03-02T09:05:10Z', { seen: false });
        }
        return undefined;
      },
    });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });
});
