import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BUCKET, bucketWorld, LATER, OWN, onOnePolicy, PUBLIC, TLS } from '../support/bucket-world.ts';
import type { Fault } from '../support/process.ts';
import type { World } from '../support/world.ts';

/*
 * Two rules judge one policy, and each of their plans replaces all of it. Every finding event and every message has a
 * process of its own, all run at once, and each call is on its way for a time of its own.
 */

type Step =
  | { readonly do: 'put'; readonly statements: readonly (typeof OWN | typeof TLS)[] }
  | { readonly do: 'sweep' | 'turn' | 'wait' | 'settle' }
  | { readonly do: 'approve' | 'undo' | 'exempt'; readonly nth: number };

const put = fc.subarray([LATER, TLS, PUBLIC]).map((more): Step => ({ do: 'put', statements: [OWN, ...more] }));
const happens: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('sweep' as const, 'turn' as const, 'wait' as const, 'settle' as const),
});
const asks: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('approve' as const, 'undo' as const, 'exempt' as const),
  nth: fc.nat({ max: 1 }),
});
const step = fc.oneof({ weight: 4, arbitrary: put }, { weight: 5, arbitrary: happens }, { weight: 2, arbitrary: asks });

/** Two findings at once: what the first write of one takes away, the plan of the other would bring back. */
const TWO_FINDINGS: readonly Step[] = [
  { do: 'put', statements: [OWN, LATER, TLS] },
  { do: 'sweep' },
  { do: 'put', statements: [OWN, LATER, PUBLIC] },
  { do: 'sweep' },
];
const FAULTS: readonly Fault[] = ['throttled', 'busy', 'unreachable', 'after', 'die', 'die after'];
const fault = fc.record({ nth: fc.integer({ min: 1, max: 200 }), fault: fc.constantFrom(...FAULTS) });

async function ask(world: World, each: Extract<Step, { readonly nth: number }>): Promise<void> {
  const { findings } = await world.store.resource(BUCKET);
  const id = findings[each.nth]?.finding.id;
  if (id === undefined) return;
  const { plan } = await world.ask({ do: 'show', finding: id });
  const rest = { approve: { plan }, undo: {}, exempt: { reason: 'migration', until: '2026-12-31' } }[each.do];
  await world.ask({ do: each.do, finding: id, by: 'lee', ...rest });
}

test('two findings of one resource, with slow calls and faults: no write takes away what people have put there', async () => {
  let atOnce = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom([], TWO_FINDINGS, TWO_FINDINGS),
      fc.array(step, { maxLength: 8 }),
      fc.array(fault, { maxLength: 3 }),
      fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 5, maxLength: 12 }),
      fc.constantFrom('approve' as const, 'auto' as const, 'auto' as const),
      async (beginning, steps, faults, delays, remediation) => {
        let calls = 0;
        const { world, setPolicy, sids } = await bucketWorld({
          remediation,
          settings: onOnePolicy,
          fault: (_, count) => faults.find(({ nth }) => nth === count)?.fault,
          delay: (call) => (delays[calls++ % delays.length] ?? 0) * (call === 'apply' ? 3 : 1),
        });
        let wanted: readonly string[] = [OWN.Sid];
        for (const each of [...beginning, ...steps]) {
          world.clock.now += 1_000;
          if (each.do === 'put') {
            setPolicy(...each.statements);
            wanted = each.statements.map(({ Sid }) => Sid).filter((sid) => sid === OWN.Sid || sid === LATER.Sid);
          } else if (each.do === 'sweep') {
            world.sweepOf([BUCKET]);
            await world.detected();
          } else if (each.do === 'turn') await world.turn({ atOnce: true });
          else if (each.do === 'wait') world.clock.now += 200_000;
          else if (each.do === 'settle') await world.settle({ atOnce: true });
          else if ('nth' in each) await ask(world, each);
        }
        await world.settle({ atOnce: true });
        world.clock.now += 60_000;
        world.sweepOf([BUCKET]);
        await world.settle({ atOnce: true });

        expect(world.overlapping).toEqual([]);
        expect(sids().filter((sid) => sid === OWN.Sid || sid === LATER.Sid)).toEqual(wanted);
        const { findings, activeRun } = await world.store.resource(BUCKET);
        expect([activeRun, world.dead]).toEqual([undefined, []]);
        const isPublic = sids().includes(PUBLIC.Sid);
        const open = findings.find(({ finding }) => finding.rule === 's3-bucket-policy-public')?.finding;
        expect(open !== undefined && open.status !== 'resolved').toBe(isPublic);
        // What is public is asked about, accepted, or told as failed; nothing is left without a word.
        const told = world.store.events().filter(({ finding }) => finding.id === open?.id);
        if (open?.status === 'open') expect(['failed', 'proposed', 'approved']).toContain(told.at(-1)?.type);
        if (world.begun.length > 1) atOnce += 1;
      },
    ),
    { numRuns: 150 },
  );
  expect(atOnce).toBeGreaterThan(30);
}, 120_000);
