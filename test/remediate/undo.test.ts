import { describe, expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import {
  BUCKET,
  bucketWorld,
  createWorld,
  GROUP,
  LATER,
  OFFICE,
  OWN,
  opened,
  SSH,
  type World,
} from '../support/world.ts';

const MYSQL = { ...SSH, from: 3306, to: 3306 };

/** The port was put back; `undo` is what a person asks for. */
async function putBack(...[fault, options]: Parameters<typeof opened>) {
  const { world, entry: event } = await opened(fault, options);
  await world.act(event);
  const finding = event.finding.id;
  const undo = () => world.ask({ do: 'undo', finding, by: 'lee' });
  return { world, entry: event, undo };
}

const noteOf = (world: World) => world.store.events().at(-1)?.note;

describe('an undo overwrites nothing that was set since', () => {
  test('a policy that somebody has changed since then stays, and what differs is said', async () => {
    const { world, setPolicy, look, sids, held: storedFinding } = await bucketWorld();
    await world.act(await look());
    expect(sids()).toEqual(['own']);
    setPolicy(OWN, LATER);
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'later']);
    expect(world.transitions()).toEqual(['opened', 'remediated', 'failed']);
    expect(noteOf(world)).toBe(
      'Step 1 of 1 of the undo was not carried out. Somebody has changed since then what the undo would overwrite: policy.',
    );
    expect((await storedFinding()).finding).not.toHaveProperty('exemption');
    // Once it is as it was left, it can be asked for again.
    setPolicy(OWN);
    world.clock.now += 1_000;
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'public']);
    expect(world.transitions()).toEqual(['opened', 'remediated', 'failed', 'undone']);
  });

  test('a resource that is gone stays gone', async () => {
    const { world, undo } = await putBack();
    world.cloud.delete(refKey(GROUP));
    await undo();
    await world.settle();
    expect(world.transitions().at(-1)).toBe('failed');
    expect(noteOf(world)).toMatch(/The resource is gone\./);
  });

  test('a copy of the request, later, undoes nothing that was put back since', async () => {
    const { world, entry: event, undo } = await putBack();
    await undo();
    const copy = JSON.parse(world.waiting[0]?.body ?? '{}') as object;
    await world.settle();
    world.clock.now += 8 * 24 * 3_600_000;
    await world.sweep();
    expect(world.transitions().slice(-2)).toEqual(['reopened', 'remediated']);
    expect(await world.act(copy)).toBe('left');
    expect(world.ingress()).toEqual([OFFICE]);
    expect(event.finding.id).toBe((await world.finding())?.id);
  });
});

describe('an undo accepts what it brings back, and nothing else', () => {
  test('what somebody has opened since is still told', async () => {
    const { world, undo } = await putBack();
    await world.ask({ do: 'pause', by: 'lee', reason: 'migration' });
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    await world.ask({ do: 'resume', by: 'lee' });
    await undo();
    await world.settle();
    const finding = await world.finding();
    expect(world.ingress()).toEqual([OFFICE, MYSQL, SSH]);
    expect(finding).toMatchObject({ status: 'open', exemption: { grantedBy: 'undo' } });
    expect(finding?.exemption?.covers).toHaveLength(1);
    expect(noteOf(world)).toMatch(/This does not cover everything that is wrong now\.$/);
    world.change('Revoke', MYSQL, '2026-03-02T11:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('only what was wrong before being back is success: another violation is not', async () => {
    const { world, undo } = await putBack();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z', { seen: false });
    const { cloud } = world;
    // What is applied does not arrive, so that the port stays closed.
    const set = cloud.set.bind(cloud);
    cloud.set = () => cloud;
    await undo();
    await world.settle();
    cloud.set = set;
    expect(world.transitions()).not.toContain('undone');
    expect(noteOf(world)).toBe('The undo was carried out, but the resource is not in its earlier state.');
  });

  test('a look in the middle of an undo does not undo it', async () => {
    let looking: Promise<unknown> | undefined;
    const { world, undo } = await putBack((call, nth, within) => {
      if (call === 'proceed' && nth === 1) {
        within.sweepOf([GROUP]);
        // It reads when the port is open again.
        looking = new Promise((resolve) => setTimeout(resolve, 5)).then(() => within.detected());
      }
      return undefined;
    });
    world.clock.now += 60_000;
    await undo();
    await world.settle();
    await looking;
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(await world.finding()).toMatchObject({ status: 'exempt', exemption: { grantedBy: 'undo', owner: 'lee' } });
    expect((await world.finding())?.episodes).toHaveLength(2);
    expect(world.transitions()).not.toContain('reopened');
  });

  test('a worker that died after the step: a look meanwhile finds it accepted, and the undo ends', async () => {
    const { world, undo } = await putBack((call, nth) => (call === 'apply' && nth === 2 ? 'die after' : undefined));
    await undo();
    await world.turn();
    await world.sweep();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
    expect(world.transitions()).toEqual(['opened', 'remediated', 'exempted', 'undone']);
    expect((await world.finding())?.episodes).toHaveLength(2);
  });

  test('the kill switch stops it, and nothing is accepted then', async () => {
    const { world, undo } = await putBack();
    await world.ask({ do: 'pause', by: 'kim', reason: 'migration' });
    await undo();
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE]);
    expect(world.transitions().at(-1)).toBe('failed');
    expect(noteOf(world)).toMatch(/Remediation is paused by kim: migration$/);
    expect(await world.finding()).not.toHaveProperty('exemption');
  });
});

describe('a plan that was carried out in part', () => {
  test('can be undone: exactly the steps that were carried out', async () => {
    const { world, undo } = await putBack((call, nth) => (call === 'apply' && nth === 2 ? 'denied' : undefined), {
      more: [MYSQL],
    });
    expect(world.transitions()).toEqual(['opened', 'failed']);
    expect(noteOf(world)).toMatch(/^Step 2 of 2 of the plan failed.* The steps that were carried out can be undone\.$/);
    const [left] = world.ingress().slice(1);
    world.calls.length = 0;
    expect(await undo()).toMatchObject({ ok: true });
    await world.settle();
    expect(world.calls.filter((call) => call === 'apply')).toHaveLength(1);
    expect(world.ingress()).toHaveLength(3);
    expect(world.ingress()).toContainEqual(left);
    expect(world.transitions()).toContain('undone');
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('of which nothing was carried out leaves nothing to undo', async () => {
    const { undo } = await putBack((call) => (call === 'apply' ? 'denied' : undefined));
    expect(await undo()).toMatchObject({ ok: false, error: 'Plumbline has not put anything back for this finding.' });
  });

  test.each(['after', 'unreachable'] as const)(
    'of which nobody knows how far it was carried out (%s) is undone as far as it was',
    async (fault) => {
      const { world, entry: event } = await opened((call, nth) => (call === 'apply' && nth === 2 ? fault : undefined), {
        more: [MYSQL],
      });
      expect(await world.act({ event: event.id }, true)).toBe('failed');
      expect(world.ingress()).toHaveLength(fault === 'after' ? 1 : 2);
      await world.ask({ do: 'undo', finding: event.finding.id, by: 'lee' });
      await world.settle();
      expect(world.ingress()).toHaveLength(3);
      expect(world.transitions()).toContain('undone');
    },
  );
});

describe('a change that is seen late', () => {
  test('is not told as failed while the resource is on its way', async () => {
    let seenFrom = Infinity;
    const { world, look, held: storedFinding } = await bucketWorld();
    const event = await look();
    const stale = structuredClone(world.cloud.get(refKey(BUCKET)));
    const get = world.cloud.get.bind(world.cloud);
    world.cloud.get = (key) => (world.clock.now < seenFrom ? stale : get(key));
    seenFrom = world.clock.now + 5 * 60_000;
    expect(await world.act(event)).toBe('waiting');
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'remediated']);
    expect((await storedFinding()).finding.status).toBe('resolved');
  });

  test('is told as failed once that takes too long', async () => {
    const { world, look } = await bucketWorld();
    const event = await look();
    const stale = structuredClone(world.cloud.get(refKey(BUCKET)));
    world.cloud.get = () => stale;
    expect(await world.act(event)).toBe('waiting');
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'failed']);
    expect(noteOf(world)).toMatch(/^The plan was carried out, and this is still wrong/);
  });
});

describe('a resource that vanishes', () => {
  test('as it is put back is told as gone, not as put back', async () => {
    const { world } = await putBack((call, nth, within) => {
      if (call === 'apply' && nth === 1) within.cloud.delete(refKey(GROUP));
      return undefined;
    });
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    expect(noteOf(world)).toBe('The resource is gone; nothing was remediated.');
  });

  test('between the event and the read is told as opened and resolved, and nothing is put back', async () => {
    const world = createWorld({ remediation: 'auto' });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    world.cloud.delete(refKey(GROUP));
    await world.settle();
    expect(world.transitions()).toEqual(['opened', 'resolved']);
    expect(world.calls).not.toContain('apply');
  });
});

describe('an undo that is never begun is announced', () => {
  /** The port was put back and opened again; whoever puts it back again does not come to an end. */
  async function busy() {
    const { world, undo } = await putBack((call, nth) => (call === 'apply' && nth === 2 ? 'die' : undefined));
    world.change('Authorize', SSH, '2026-03-02T10:00:00Z');
    await world.detected();
    await expect(world.act(world.store.events().at(-1) ?? {})).rejects.toThrow('dead');
    return { world, undo };
  }

  test('where something else goes on for too long; what goes on ends as it would', async () => {
    const { world, undo } = await busy();
    await undo();
    await world.turn();
    expect(world.transitions().at(-1)).toBe('reopened');
    await world.settle();
    expect(world.dead).toEqual([]);
    const failed = world.store.events().filter(({ type }) => type === 'failed');
    expect(failed).toMatchObject([
      {
        note: 'The undo that lee requested was not carried out: another remediation of the finding is not over.',
        cause: { actor: { name: 'Plumbline' } },
      },
    ]);
    world.clock.now += 10 * 60_000;
    await world.settle();
    // Nothing was accepted by it, and it can be asked for again.
    expect(await world.finding()).not.toHaveProperty('exemption');
    await world.act({
      event: world.store.events().find(({ type }) => type === 'reopened')?.id,
    });
    expect(world.ingress()).toEqual([OFFICE]);
    await undo();
    await world.settle();
    expect(world.ingress()).toEqual([OFFICE, SSH]);
  });

  test('where what it needs to know cannot be read', async () => {
    let broken = false;
    const { world, undo } = await putBack((call) => (broken && call === 'read' ? 'throttled' : undefined));
    broken = true;
    await undo();
    await world.settle();
    broken = false;
    expect(world.dead).toEqual([]);
    expect(world.transitions()).toEqual(['opened', 'remediated', 'failed']);
    expect(noteOf(world)).toBe('The undo that lee requested was not carried out: ThrottlingException.');
  });

  test('and where that cannot be told either, it is put aside', async () => {
    let broken = false;
    const { world, undo } = await putBack((call) => (broken && call === 'resource' ? 'throttled' : undefined));
    await undo();
    broken = true;
    await world.settle();
    expect(world.dead).toEqual(['remediations']);
  });
});
