import { describe, expect, test } from 'vitest';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { bucketWorld, LATER, OWN } from '../support/bucket-world.ts';
import { OFFICE, opened, SSH, type World } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };
const WEB = { ...OFFICE, from: 80, to: 80 };

/** A run that has begun, and whose first step was throttled. */
async function begun() {
  const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'throttled' : undefined));
  await expect(world.act(event)).rejects.toThrow('slow');
  return { world, event };
}

const noteOf = (world: World) => world.store.events().at(-1)?.note;
const resume = (world: World, { id }: FindingEvent) => world.act({ event: id, waited: true });

describe('before a run is resumed, all conditions are checked again', () => {
  test('an exemption that was granted meanwhile applies', async () => {
    const { world, event } = await begun();
    const finding = event.finding.id;
    await world.ask({
      do: 'exempt',
      finding,
      violations: await world.violations(),
      by: 'lee',
      reason: 'bastion',
      until: '2026-12-31',
    });
    expect(await resume(world, event)).toBe('failed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(noteOf(world)).toBe('Step 1 of 1 of the plan was not carried out. lee accepts the finding.');
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('a tag that was added meanwhile applies', async () => {
    const { world, event } = await begun();
    world.tags['plumbline:exempt'] = 'until=2026-12-31 owner=jane@example.com reason=bastion';
    expect(await resume(world, event)).toBe('failed');
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('a resource that was fixed meanwhile is not changed', async () => {
    const { world, event } = await begun();
    world.change('Revoke', SSH, '2026-03-02T09:00:30Z', { seen: false });
    world.calls.length = 0;
    await resume(world, event);
    expect(world.calls).not.toContain('apply');
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    expect(noteOf(world)).toBe('The resource was fixed before Plumbline did anything.');
  });

  test('an unrelated change does not stop the run', async () => {
    const { world, event } = await begun();
    world.change('Authorize', WEB, '2026-03-02T09:00:30Z', { seen: false });
    expect(await resume(world, event)).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE, WEB]);
  });

  test('a policy that was replaced meanwhile is not overwritten, and this is reported', async () => {
    const bucket = await bucketWorld({ fault: (call) => (call === 'apply' && throttled ? 'throttled' : undefined) });
    let throttled = true;
    const { world, setPolicy, sweep, sids } = bucket;
    const event = await sweep();
    await expect(world.act(event)).rejects.toThrow('slow');
    throttled = false;
    const other = { ...LATER, Principal: '*' };
    setPolicy(OWN, other);
    expect(await resume(world, event)).toBe('failed');
    expect(sids()).toEqual(['own', 'later']);
    expect(noteOf(world)).toMatch(/Somebody has changed the resource during the remediation/);
  });

  test('the conditions are also checked between two steps of one try', async () => {
    const { world, event } = await opened(
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

  test('a step that took effect without an answer does not count as a change by others', async () => {
    const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 1 ? 'after' : undefined), {
      more: [MYSQL],
    });
    await expect(world.act(event)).rejects.toThrow('timeout');
    expect(await resume(world, event)).toBe('remediated');
    expect(world.ingress()).toEqual([OFFICE]);
  });
});
