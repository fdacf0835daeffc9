import { describe, expect, test } from 'vitest';
import { createWorld, OFFICE, type Options, SSH } from '../support/world.ts';

const OPENED = '2026-03-02T09:00:00Z';
const GRACE = 300;

/** An account where every rule waits five minutes before it puts anything back. */
function graceful(options: Options = {}) {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, graceSeconds: GRACE })) }),
    ...options,
  });
  world.change('Authorize', SSH, OPENED);
  return world;
}

/** When something was put back. */
function putBackAt({ store }: ReturnType<typeof createWorld>): number | undefined {
  return store.events().find(({ type }) => type === 'remediated')?.recordedAt;
}

describe('the grace of a rule', () => {
  test('passes first; then it is put back', async () => {
    const world = graceful();
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated']);
    expect(putBackAt(world)).toBeGreaterThanOrEqual(Date.parse(OPENED) + GRACE * 1000);
  });

  test('what was put right meanwhile is left alone', async () => {
    const world = graceful();
    await world.turn();
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });

  test('a tag that lands meanwhile exempts it', async () => {
    const world = graceful();
    await world.turn();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'exempted']);
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test.each(['run', 'entry', 'resource', 'tagsOf'])(
    'is not cut short by a call that failed for a moment: %s',
    async (call) => {
      let failed = 0;
      const world = graceful({
        // The first two calls are those of the look that opens it.
        fault: (name) => (name === call && (failed += 1) === (call === 'run' ? 1 : 2) ? 'throttled' : undefined),
      });
      await world.settle();
      expect(world.transitions()).toEqual(['opened', 'remediated']);
      expect(putBackAt(world)).toBeGreaterThanOrEqual(Date.parse(OPENED) + GRACE * 1000);
    },
  );

  test('ends with a check of the conditions first and of the state last', async () => {
    let asked = 0;
    const world = graceful({
      fault: (name) => {
        // Once for the look that opens it, then for the conditions; meanwhile somebody closes the port.
        if (name === 'tagsOf' && (asked += 1) === 2) {
          world.change('Revoke', SSH, '2026-03-02T09:05:10Z', { seen: false });
        }
        return undefined;
      },
    });
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });
});
