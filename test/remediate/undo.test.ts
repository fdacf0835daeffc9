import { describe, expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import { auditRecord } from '../store/things.ts';
import { BUCKET, bucketWorld, LATER, OWN } from '../support/bucket-world.ts';
import { createWorld, GROUP, OFFICE, opened, SSH, type World } from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };

/** A port that was remediated, and a person's request to undo that. */
async function remediatedPort(...[fault, options]: Parameters<typeof opened>) {
  const { world, event } = await opened(fault, options);
  await world.act(event);
  const finding = event.finding.id;
  const undo = () => world.ask({ do: 'undo', finding, by: 'lee' });
  return { world, event, undo };
}

const noteOf = (world: World) => world.store.events().at(-1)?.note;

describe('an undo overwrites no later change', () => {
  test('a policy that was changed later stays, and the failure names the field', async () => {
    const { world, setPolicy, sweep, sids, storedFinding } = await bucketWorld();
    await world.act(await sweep());
    expect(sids()).toEqual(['own']);
    setPolicy(OWN, LATER);
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'later']);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'failed']);
    expect(noteOf(world)).toBe(
      'Step 1 of 1 of the undo was not carried out. Somebody has changed since then what the undo would overwrite: policy.',
    );
    expect((await storedFinding()).finding).not.toHaveProperty('exemption');
    // Once the policy is in the remediated state again, the undo can be requested again.
    setPolicy(OWN);
    world.clock.now += 1_000;
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'public']);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'failed', 'undone']);
  });

  test('a resource that is gone stays gone', async () => {
    const { world, undo } = await remediatedPort();
    world.cloud.delete(refKey(GROUP));
    await undo();
    await world.settle();
    expect(world.eventTypes().at(-1)).toBe('failed');
    expect(noteOf(world)).toMatch(/The resource is gone\./);
  });

  test('a later copy of the request does not undo a later remediation', async () => {
    const { world, event, undo } = await remediatedPort();
    await undo();
    const copy = JSON.parse(world.waiting[0]?.body ?? '{}') as object;
    await world.settle();
    world.clock.now += 8 * 24 * 3_600_000;
    await world.sweep();
    expect(world.eventTypes().slice(-2)).toEqual(['reopened', 'remediated']);
    expect(await world.act(copy)).toBe('left');
    expect(world.ingress()).toEqual([OFFICE]);
    expect(event.finding.id).toBe((await world.finding())?.id);
  });
});

describe('an undo exempts the violations that it restores, and nothing else', () => {
  test('a violation that was added later is still reported', async () => {
    const { world, undo } = await remediatedPort();
    await world.ask({ do: 'pause', by: 'lee', reason: 'migration' });
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    // What waited for the end of the pause is not taken up yet.
    await world.store.control(auditRecord('resume'), { resume: true });
    await undo();
    await world.settle();
    const finding = await world.finding();
    expect(world.ingress()).toEqual([OFFICE, MYSQL, SSH]);
    expect(finding).toMatchObject({ status: 'open', exemption: { grantedBy: 'undo' } });
    expect(finding?.exemption?.covers).toHaveLength(1);
    expect(noteOf(world)).toMatch(/This does not cover everything that is wrong now\./);
    world.change('Revoke', MYSQL, '2026-03-02T11:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('an undo fails if another violation exists, but not the earlier one', async () => {
    const { world, undo } = await remediatedPort();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z', { seen: false });
    const { cloud } = world;
    // The changes have no effect, so the port stays closed.
    const set = cloud.set.bind(cloud);
    cloud.set = () => cloud;
    await undo();
    await world.settle();
    cloud.set = set;
    expect(world.eventTypes()).not.toContain('undone');
    expect(noteOf(world)).toBe('The undo was carried out, but the resource is not in its earlier state.');
  });

  test('an evaluation during an undo does not revert it', async () => {
    let detecting: Promise<unknown> | undefined;
    const { world, undo } = await remediatedPort((call, nth, within) => {
      if (call === 'proceed' && nth === 1) {
        within.sweepOf([GROUP]);
        // The read happens when the port is open again.
        detecting = new Promise((resolve) => setTimeout(resolve, 5)).then(() => within.detected());
      }
      return undefined;
    });
    world.clock.now += 60_000;
    await undo();
    await world.settle();
    await detecting;
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo', owner: 'lee' } });
    expect((await world.finding())?.episodes).toHaveLength(2);
    expect(world.eventTypes()).not.toContain('reopened');
  });

  test('a process dies after the step: an evaluation finds the violation exempt, and the undo is completed', async () => {
    const { world, undo } = await remediatedPort((call, nth) =>
      call === 'apply' && nth === 2 ? 'die after' : undefined,
    );
    await undo();
    await world.turn();
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'exempted', 'undone']);
    expect((await world.finding())?.episodes).toHaveLength(2);
  });

  test('the kill switch stops the undo, and nothing is exempt', async () => {
    const { world, undo } = await remediatedPort();
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await undo();
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.eventTypes().at(-1)).toBe('failed');
    expect(noteOf(world)).toMatch(/Remediation is paused by kim: migration$/);
    expect(await world.finding()).not.toHaveProperty('exemption');
  });
});

describe('a plan that was partly carried out', () => {
  test('can be undone, and exactly its completed steps are', async () => {
    const { world, undo } = await remediatedPort(
      (call, nth) => (call === 'apply' && nth === 2 ? 'denied' : undefined),
      {
        more: [MYSQL],
      },
    );
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    expect(noteOf(world)).toMatch(/^Step 2 of 2 of the plan failed.* The steps that were carried out can be undone\.$/);
    const [left] = world.ingress().slice(1);
    world.calls.length = 0;
    expect(await undo()).toMatchObject({ ok: true });
    await world.settle();
    expect(world.calls.filter((call) => call === 'apply')).toHaveLength(1);
    expect(world.ingress()).toHaveLength(3);
    expect(world.ingress()).toContainEqual(left);
    expect(world.eventTypes()).toContain('undone');
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('cannot be undone if no step was carried out', async () => {
    const { undo } = await remediatedPort((call) => (call === 'apply' ? 'denied' : undefined));
    expect(await undo()).toMatchObject({
      ok: false,
      error: NONE_LEFT,
    });
  });

  test.each(['after', 'unreachable'] as const)(
    'can be undone if it is unknown whether the last step took effect (%s)',
    async (fault) => {
      const { world, event } = await opened((call, nth) => (call === 'apply' && nth === 2 ? fault : undefined), {
        more: [MYSQL],
      });
      expect(await world.act({ event: event.id }, true)).toBe('failed');
      expect(world.ingress()).toHaveLength(fault === 'after' ? 1 : 2);
      await world.ask({ do: 'undo', finding: event.finding.id, by: 'lee' });
      await world.settle();
      expect(world.ingress()).toHaveLength(3);
      expect(world.eventTypes()).toContain('undone');
    },
  );
});

describe('a remediation that becomes visible late', () => {
  test('is not reported as failed while the resource is changing', async () => {
    let seenFrom = Infinity;
    const { world, sweep, storedFinding } = await bucketWorld();
    const event = await sweep();
    const stale = structuredClone(world.cloud.get(refKey(BUCKET)));
    const get = world.cloud.get.bind(world.cloud);
    world.cloud.get = (key) => (world.clock.now < seenFrom ? stale : get(key));
    seenFrom = world.clock.now + 5 * 60_000;
    expect(await world.act(event)).toBe('waiting');
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
    expect((await storedFinding()).finding.status).toBe('resolved');
  });

  test('is reported as failed if that takes too long', async () => {
    const { world, sweep } = await bucketWorld();
    const event = await sweep();
    const stale = structuredClone(world.cloud.get(refKey(BUCKET)));
    world.cloud.get = () => stale;
    expect(await world.act(event)).toBe('waiting');
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    expect(noteOf(world)).toMatch(/^The plan was carried out, and this is still wrong/);
  });
});

describe('a resource that is deleted', () => {
  test('during its remediation is reported as gone, not as remediated', async () => {
    const { world } = await remediatedPort((call, nth, within) => {
      if (call === 'apply' && nth === 1) within.cloud.delete(refKey(GROUP));
      return undefined;
    });
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    expect(noteOf(world)).toBe('The resource is gone; nothing was remediated.');
  });

  test('between the event and the read is recorded as opened and resolved, and nothing is remediated', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    world.cloud.delete(refKey(GROUP));
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });
});

describe('an undo that never begins is reported', () => {
  /** The port was remediated and opened again. The second remediation has begun, and its process died. */
  async function withUnfinishedRun() {
    const { world, undo } = await remediatedPort((call, nth) => (call === 'apply' && nth === 2 ? 'die' : undefined));
    world.change('Authorize', SSH, '2026-03-02T10:00:00Z');
    await world.detected();
    await expect(world.act(world.store.events().at(-1) ?? {})).rejects.toThrow('dead');
    return { world, undo };
  }

  test('if it waited for another run of the same finding, which is what an undo would concern now', async () => {
    const { world, undo } = await withUnfinishedRun();
    await undo();
    await world.settle();
    expect(world.dead).toEqual([]);
    expect(world.ingress()).toEqual([OFFICE]);
    const failed = world.store.events().filter(({ type }) => type === 'failed');
    expect(failed).toMatchObject([
      {
        note: 'The undo that lee requested was not carried out: the finding was remediated again in the meantime.',
        cause: { actor: { name: 'Plumbline' } },
      },
    ]);
    // The undo exempted nothing, and can be requested again.
    expect(await world.finding()).not.toHaveProperty('exemption');
    await undo();
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('if the resource cannot be read', async () => {
    let broken = false;
    const { world, undo } = await remediatedPort((call) => (broken && call === 'read' ? 'throttled' : undefined));
    broken = true;
    await undo();
    await world.settle();
    broken = false;
    expect(world.dead).toEqual([]);
    expect(world.eventTypes()).toEqual(['opened', 'remediated', 'failed']);
    expect(noteOf(world)).toBe('The undo that lee requested was not carried out: ThrottlingException.');
  });

  test('and its message ends in the dead-letter queue if the report fails too', async () => {
    let broken = false;
    const { world, undo } = await remediatedPort((call) => (broken && call === 'resource' ? 'throttled' : undefined));
    await undo();
    broken = true;
    await world.settle();
    expect(world.dead).toEqual(['remediations']);
  });
});

test('an undo says which new ids AWS has given, for those who know the earlier ones', async () => {
  const world = createWorld({
    remediation: 'auto',
    newIds: ({ type }) => (type === 'ec2.authorize-ingress' ? [NEW] : []),
  });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  expect(world.store.events().at(-1)).toMatchObject({ type: 'remediated' });
  expect(world.store.events().at(-1)?.note ?? '').not.toContain('New ids');
  await world.ask({ do: 'undo', finding: (await world.finding())?.id, by: 'lee' });
  await world.settle();
  expect(world.store.events().at(-1)).toMatchObject({
    type: 'undone',
    note: expect.stringContaining(`New ids: ${NEW}.`),
  });
});

const NONE_LEFT = 'No remediation of this finding is left to undo: each was undone already, or has changed nothing.';

test('a second undo is answered truly, and so is one of what was never remediated', async () => {
  const { world, undo } = await remediatedPort();
  await undo();
  await world.settle();
  expect(await undo()).toMatchObject({ ok: false, error: NONE_LEFT });
  const other = await opened();
  const request = { do: 'undo', finding: other.event.finding.id, by: 'lee' };
  expect(await other.world.ask(request)).toMatchObject({
    ok: false,
    error: 'Plumbline has not remediated this finding. There is nothing to undo.',
  });
});

const NEW = 'sgr-0a1b2c3d4e5f60718 for tcp/22 from 0.0.0.0/0';
