import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ComplianceSummary } from '../../shared/core/compliance.ts';
import type { Channel, Store } from '../../shared/store/store.ts';
import { describeWithMoto } from '../support/aws.ts';
import { createMemoryStore } from '../support/memory-store.ts';
import { pages } from './contract/findings.ts';
import type { TestStore } from './contract/make.ts';
import { motoStore } from './moto.ts';
import { ACCOUNT, event, finding, NOW, run, storedFinding, writes } from './things.ts';

const REFS = ['sg-1', 'sg-2'].map((id) => ({ kind: 'security-group', account: ACCOUNT, region: 'eu-west-1', id }));
const [PLACE = expect.fail()] = REFS;
const RULES = ['a', 'b'];
const RUNS = ['x', 'y'];

/** One use of a store, and what it shows. */
type Step = (store: Store) => Promise<unknown>;

const ref = fc.constantFrom(...REFS);
const rule = fc.constantFrom(...RULES);
const few = fc.integer({ min: 1, max: 3 });
const eventId = fc.tuple(rule, ref, few).map(([rule, ref, number]) => event(finding(ref, rule), number).id);
const channels = fc.uniqueArray(fc.constantFrom<Channel>('sns', 'slack', 'bus'), { minLength: 1 });
const moment = fc.integer({ min: 0, max: 4 }).map((minutes) => NOW + minutes * 60_000);
const rateLimit = fc.record({ hour: few, count: few, tripped: fc.boolean() });
/** A frozen state. */
const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }));
const status = fc.constantFrom('open' as const, 'exempt' as const, 'resolved' as const);

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        ref,
        resource: fc.record(
          {
            state: fc.option(json, { nil: null }),
            readAt: moment,
            judgedBy: fc.subarray(RULES),
            undetermined: fc.subarray(RULES),
          },
          { requiredKeys: [] },
        ),
        findings: fc.uniqueArray(fc.tuple(rule, status, json), { selector: ([rule]) => rule }),
        events: fc.uniqueArray(fc.tuple(rule, few), { maxLength: 2, selector: String }),
        run: fc.option(fc.constantFrom(...RUNS), { nil: undefined }),
        stale: fc.boolean(),
      })
      .map(
        ({ ref, resource, findings, events, run: id, stale }): Step =>
          async (store) => {
            const before = await store.resource(ref);
            const parts = {
              resource,
              findings: findings.map(([rule, status, baseline]) =>
                storedFinding(finding(ref, rule, { status }), { baseline }),
              ),
              events: events.map(([rule, number]) => event(finding(ref, rule), number)),
              ...(id
                ? { run: run(ref, id, { status: 'done', version: ((await store.run(id))?.version ?? 0) + 1 }) }
                : {}),
            };
            await store.save(stale ? { ...before, version: before.version + 1 } : before, writes(parts));
          },
      ),
  },
  fc.tuple(eventId, channels, moment).map(
    ([id, channels, now]): Step =>
      (store) =>
        store.claim(id, channels, now, 60_000),
  ),
  fc.tuple(eventId, channels, fc.constantFrom('delivered' as const, 'failed' as const, 'unsure' as const), moment).map(
    ([id, channels, delivery, now]): Step =>
      (store) =>
        store.settle(id, channels, delivery, now),
  ),
  fc.tuple(fc.constantFrom(...RUNS), ref, fc.option(rateLimit, { nil: undefined }), rateLimit).map(
    ([id, ref, before, taken]): Step =>
      async (store) =>
        store.save(
          await store.resource(ref),
          writes({ run: run(ref, id, { rule: 'a' }), rateLimit: { before, after: taken } }),
        ),
  ),
  // As callers do: what was read is what is taken from.
  fc.tuple(fc.constantFrom(...RUNS), ref, rateLimit).map(
    ([id, ref, taken]): Step =>
      async (store) => {
        const rateLimit = { before: (await store.beforeRun('none', 'a', ACCOUNT)).rateLimit, after: taken };
        await store.save(await store.resource(ref), writes({ run: run(ref, id, { rule: 'a' }), rateLimit }));
      },
  ),
  fc.tuple(fc.constantFrom(...RUNS), ref, few, few).map(
    ([id, ref, done, version]): Step =>
      (store) =>
        store.proceed(run(ref, id, { completedSteps: done, version })),
  ),
  fc.tuple(rule, rateLimit).map(
    ([rule, rateLimit]): Step =>
      (store) =>
        store.setRateLimit(rule, ACCOUNT, rateLimit),
  ),
  fc.option(fc.record({ by: fc.string(), reason: fc.string(), at: moment }), { nil: undefined }).map(
    (pause): Step =>
      (store) =>
        store.pause(pause),
  ),
  fc.record({ sent: moment, arrived: moment }, { requiredKeys: [] }).map(
    (beat): Step =>
      (store) =>
        store.beat(beat),
  ),
);

async function shown(step: Step, store: Store): Promise<unknown> {
  try {
    return await step(store);
  } catch (error) {
    return error instanceof Error ? error.name : error;
  }
}

function inOrder(summaries: readonly ComplianceSummary[]): readonly ComplianceSummary[] {
  return summaries.toSorted((a, b) => (a.kind + a.region < b.kind + b.region ? -1 : 1));
}

/** All that a store can be asked for. */
async function everything(store: TestStore): Promise<unknown> {
  const ids = RULES.flatMap((rule) => REFS.flatMap((ref) => [1, 2, 3].map((n) => event(finding(ref, rule), n).id)));
  return {
    resources: await Promise.all(REFS.map((ref) => store.resource(ref))),
    events: await Promise.all(ids.map((id) => store.event(id))),
    located: await Promise.all(REFS.flatMap((ref) => RULES.map((rule) => store.locate(finding(ref, rule).id)))),
    unresolved: (await pages(store, PLACE)).flat(),
    known: (await pages(store, PLACE, 'known')).flat(),
    runs: await Promise.all(RUNS.map((id) => store.run(id))),
    allowances: await Promise.all(RULES.map(async (rule) => (await store.beforeRun('none', rule, ACCOUNT)).rateLimit)),
    compliance: inOrder(await store.compliance(ACCOUNT)),
    paused: await store.paused(),
    heartbeat: await store.heartbeat(),
  };
}

describeWithMoto('two stores', () => {
  test('show the same, whatever is done', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 30, size: 'max' }), async (steps) => {
        const [memory, dynamo] = [createMemoryStore({ pageSize: 1 }), await motoStore(1)];
        for (const step of steps) expect(await shown(step, dynamo)).toStrictEqual(await shown(step, memory));
        expect(await everything(dynamo)).toStrictEqual(await everything(memory));
      }),
      { numRuns: 8 },
    );
  }, 120_000);
});
