import { describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { bucketWorld, LATER, OFFICE, OWN, opened, SSH, type World } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const WEB = { ...OFFICE, from: 80, to: 80 };

/** A run has begun, and its first step was throttled. */
async function begun() {
  const { world, entry: event } = await opened((call, nth) =>
    call === 'apply' && nth === 1 ? 'throttled' : undefined,
  );
  await expect(world.act(event)).rejects.toThrow('slow');
  return { world, entry: event };
}

const noteOf = (world: World) => world.store.events().at(-1)?.note;
const goOn = (world: World, { id }: FindingEvent) => world.act({ event: id, waited: true });

describe('before a run goes on, all is asked anew', () => {
  test('an exemption that was granted meanwhile holds', async () => {
    const { world, entry: event } = await begun();
    const finding = event.finding.id;
    await world.ask({ do: 'exempt', finding, by: 'lee', reason: 'bastion', until: '2026-12-31' });
    expect(await goOn(world, event)).toBe('failed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(noteOf(world)).toBe('Step 1 of 1 of the plan was not carried out. lee accepts the finding.');
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('a tag that has landed meanwhile holds', async () => {
    const { world, entry: event } = await begun();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    expect(await goOn(world, event)).toBe('failed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('what was put right meanwhile is not touched again', async () => {
    const { world, entry: event } = await begun();
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    world.calls.length = 0;
    await goOn(world, event);
    expect(world.calls).not.toContain('apply');
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    expect(noteOf(world)).toBe('The resource was fixed before Plumbline did anything.');
  });

  test('a change beside what is wrong is no reason to stop', async () => {
    const { world, entry: event } = await begun();
    world.change('Authorize', WEB, '2026-03-02T09:00:30Z', { seen: false });
    expect(await goOn(world, event)).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE, WEB]);
  });

  test('a policy that somebody has replaced meanwhile is not overwritten, and that is said', async () => {
    const bucket = await bucketWorld({ fault: (call) => (call === 'apply' && throttled ? 'throttled' : undefined) });
    let throttled = true;
    const { world, setPolicy, look, sids } = bucket;
    const event = await look();
    await expect(world.act(event)).rejects.toThrow('slow');
    throttled = false;
    const other = { ...LATER, Principal: '*' };
    setPolicy(OWN, other);
    expect(await goOn(world, event)).toBe('failed');
    expect(sids()).toEqual(['own', 'later']);
    expect(noteOf(world)).toMatch(/Somebody has changed the resource during the remediation/);
  });

  test('between two steps of one try as well', async () => {
    const { world, entry: event } = await opened(
      (call, nth, within) => {
        if (call === 'apply' && nth === 1) {
          within.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
        }
        return undefined;
      },
      { more: [MYSQL] },
    );
    expect(await world.act(event)).toBe('failed');
    expect(world.ingress()).toHaveLength(2);
    expect(noteOf(world)).toBe(
      'Step 2 of 2 of the plan was not carried out. jane@example.com accepts the finding. The steps that were carried out can be undone.',
    );
  });

  test('a step that took effect without an answer is no change by somebody else', async () => {
    const { world, entry: event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'after' : undefined), {
      more: [MYSQL],
    });
    await expect(world.act(event)).rejects.toThrow('timeout');
    expect(await goOn(world, event)).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE]);
  });
});
