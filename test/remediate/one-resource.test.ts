import { describe, expect, test } from 'vitest';
import { BUCKET, bucketWorld, LATER, OWN, onOnePolicy, PUBLIC, statement, TLS } from '../support/bucket-world.ts';
import type { Options } from '../support/world.ts';

/*
 * Two rules judge one document, and each plan replaces all of it. Two plans that are carried out at the same time would
 * overwrite each other; so would a plan that was made before somebody else changed the document.
 */

const PUBLIC_RULE = 's3-bucket-policy-public';
const TLS_RULE = 's3-tls-only-policy-missing';

/** A bucket that was judged with one policy, and then has another. */
async function judgedThen(
  first: readonly object[],
  then: readonly object[],
  { during, ...options }: Options & { readonly during?: (call: string, nth: number) => void } = {},
) {
  const counts = new Map<string, number>();
  const made = await bucketWorld({
    settings: onOnePolicy,
    ...options,
    fault: (call, count) => {
      counts.set(call, (counts.get(call) ?? 0) + 1);
      during?.(call, counts.get(call) ?? 0);
      return options.fault?.(call, count);
    },
  });
  const { world, setPolicy, sweep } = made;
  setPolicy(...first);
  world.sweepOf([BUCKET]);
  await world.detected();
  setPolicy(...then);
  await sweep();
  counts.clear();
  const record = () => world.store.resource(BUCKET);
  const of = async (rule: string) => (await record()).findings.find(({ finding }) => finding.rule === rule);
  const last = () => world.store.events().at(-1);
  return { ...made, record, of, last };
}

describe('two findings of one resource, each with a process of its own', () => {
  test.each([0, 10, 30, 100, 1_000, 10_000, 50_000])(
    'are remediated one after the other where the first write is slow by %i turns',
    async (turns) => {
      let writes = 0;
      const { world, sids, of } = await judgedThen([OWN, TLS], [OWN, PUBLIC], {
        delay: (call) => {
          if (call !== 'apply') return 1;
          writes += 1;
          return writes === 1 ? turns : 1;
        },
      });
      await world.settle({ atOnce: true });
      expect([(await of(PUBLIC_RULE))?.finding.status, (await of(TLS_RULE))?.finding.status]).toEqual([
        'resolved',
        'resolved',
      ]);
      expect(sids()).toContain('own');
      expect(sids()).not.toContain('public');
      expect(JSON.stringify(await world.ports().read(BUCKET))).toContain('aws:SecureTransport');
      // The process that waits may see first that the other has remediated.
      const told = world.eventTypes().filter((type) => type !== 'resolved');
      expect(told.toSorted()).toEqual(['opened', 'opened', 'remediated', 'remediated']);
      expect([world.overlapping, world.dead]).toEqual([[], []]);
    },
  );

  test('a run whose process died does not keep the other from its resource', async () => {
    let deaths = 0;
    const { world, of } = await judgedThen([OWN, TLS], [OWN, PUBLIC], {
      fault: (call) => (call === 'apply' && ++deaths === 1 ? 'die' : undefined),
    });
    await world.settle({ atOnce: true });
    expect([(await of(PUBLIC_RULE))?.finding.status, (await of(TLS_RULE))?.finding.status]).toEqual([
      'resolved',
      'resolved',
    ]);
    expect(world.overlapping).toEqual([]);
  });

  test('a run that nobody can end is given up, and then the other begins', async () => {
    const { world, record } = await judgedThen([OWN, TLS], [OWN, PUBLIC], {
      fault: (call) => (call === 'apply' ? 'throttled' : undefined),
    });
    const [first, second] = world.store.events();
    await expect(world.act(first ?? {})).rejects.toThrow('slow');
    expect(await world.act({ event: second?.id })).toBe('waiting');
    expect(await record()).toMatchObject({ activeRun: first?.id });
    world.clock.now += 2 * 60 * 60_000;
    expect(await world.act({ event: second?.id })).toBe('waiting');
    expect(world.eventTypes()).toEqual(['opened', 'opened', 'failed']);
    expect(await record()).not.toHaveProperty('activeRun');
  });
});

describe('somebody changes the policy between the read and the write', () => {
  test('and the change stays: the plan is made anew', async () => {
    const { world, setPolicy, sids } = await judgedThen([OWN], [OWN, PUBLIC], {
      during: (call, nth) => call === 'begin' && nth === 1 && setPolicy(OWN, LATER, PUBLIC),
    });
    await world.settle();
    expect(sids()).toEqual(['own', 'later']);
    expect(world.eventTypes()).toEqual(['opened', 'remediated']);
  });

  test('and an undo then brings back what there was right before the write', async () => {
    const { world, setPolicy, sids, storedFinding } = await judgedThen([OWN], [OWN, PUBLIC], {
      during: (call, nth) => call === 'begin' && nth === 1 && setPolicy(OWN, LATER, PUBLIC),
    });
    await world.settle();
    await world.ask({ do: 'undo', finding: (await storedFinding()).finding.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'later', 'public']);
  });

  test('and a plan that was approved is not carried out on it', async () => {
    const { world, setPolicy, sids, storedFinding, last } = await judgedThen([OWN], [OWN, PUBLIC], {
      remediation: 'approve',
      during: (call, nth) => call === 'begin' && nth === 1 && setPolicy(OWN, LATER, PUBLIC),
    });
    await world.settle();
    const { finding } = await storedFinding();
    const { plan } = await world.ask({ do: 'show', finding: finding.id });
    await world.ask({ do: 'approve', finding: finding.id, plan, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'later', 'public']);
    expect(last()).toMatchObject({ type: 'failed', note: expect.stringContaining('another plan is needed now') });
  });

  test('and opens more: nothing is overwritten, and all of it is remediated once it was judged', async () => {
    const { world, setPolicy, sweep, sids } = await judgedThen([OWN], [OWN, PUBLIC], {
      during: (call, nth) => call === 'begin' && nth === 1 && setPolicy(OWN, PUBLIC, statement('more', '*')),
    });
    await world.settle();
    expect(sids()).toEqual(['own', 'public', 'more']);
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    await sweep();
    await world.settle();
    expect(sids()).toEqual(['own']);
  });
});

describe('a state that is not what Plumbline intended', () => {
  test('is told, although the rule has no objection to it', async () => {
    let isWritten = false;
    const { world, setPolicy, last } = await judgedThen([OWN], [OWN, PUBLIC], {
      during: (call) => {
        if (call === 'read' && isWritten) setPolicy(OWN, LATER);
        isWritten ||= call === 'apply';
      },
    });
    await world.settle();
    expect(last()).toMatchObject({
      type: 'remediated',
      note: 'This is not as Plumbline intended: policy. Something else has changed it at the same time.',
    });
  });

  test('is no baseline where a run failed, until somebody changes what the run has changed', async () => {
    let isWritten = false;
    const { world, setPolicy, sweep, record, of } = await judgedThen([OWN, TLS], [OWN, TLS, PUBLIC], {
      // What Plumbline writes takes a statement away that was there before.
      during: (call) => {
        if (call === 'read' && isWritten) setPolicy(TLS, PUBLIC);
        isWritten ||= call === 'apply';
      },
    });
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'failed']);
    await sweep();
    expect(await record()).toMatchObject({ disputed: { wrongFor: [PUBLIC_RULE], fields: ['policy'] } });
    isWritten = false;
    setPolicy(OWN, LATER);
    await sweep();
    const { baseline } = (await of(TLS_RULE)) ?? expect.fail('TLS is not missed');
    expect(JSON.stringify(baseline)).toContain('"own"');
    expect(await record()).not.toHaveProperty('disputed');
  });
});
