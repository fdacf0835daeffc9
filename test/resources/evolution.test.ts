import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventId, type TrailEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { type AnyKind, begins, evolve, GONE, type Gone, refOf, refsOf } from '../../shared/core/kind.ts';
import {
  deepFreeze,
  fold,
  historyOf,
  type Known,
  kinds,
  plain,
  type State,
  samplesOf,
  successes,
  unordered,
} from './histories.ts';
import { undeclared } from './undeclared.ts';

/** What a state is once it was stored: the same, with marks for secrets. */
function expectToSurviveJson(state: State | Gone): void {
  if (state === GONE) return;
  const marked = JSON.stringify(plain(state)).replaceAll(/"secret [0-9a-f]{12}"/g, '"[redacted]"');
  const stored: unknown = JSON.parse(JSON.stringify(state));
  expect(JSON.stringify(plain(stored))).toBe(marked);
}

const comparable = (known: Known) => [...known].map(([key, state]) => [key, unordered(plain(state))] as const).sort();

/** Values that a careless reader trips over. */
const awkward = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    ' ',
    {},
    [],
    [null],
    [[]],
    { items: null },
    { items: [null, 'x', 7] },
    { value: {} },
  ),
  fc.constantFrom<unknown>(
    -1,
    0,
    1e308,
    1e21,
    '9'.repeat(400),
    '1e9',
    true,
    'True',
    'arn:',
    'arn:aws:x',
    ':',
    '/',
    'a:b',
  ),
  fc.constantFrom<unknown>('{', '{"Statement":null}', '[]', 'null', '*', '%7B%7D', '__proto__', { constructor: null }),
  fc.jsonValue({ maxDepth: 3 }),
);

interface Bent {
  readonly sample: TrailEvent;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
}

/** A recorded event with something in it bent, or with anything at all for its contents. */
function bentOf(kind: AnyKind): fc.Arbitrary<Bent> {
  const anything = (sample: TrailEvent) =>
    fc.record({ sample: fc.constant(sample), requestParameters: awkward, responseElements: awkward });
  const bent = (sample: TrailEvent) =>
    fc
      .tuple(fc.array(fc.tuple(fc.nat(), awkward), { minLength: 1, maxLength: 2 }), fc.boolean())
      .map(([bends, both]) => ({
        sample,
        requestParameters: bends.reduce((tree, [where, by]) => bend(tree, where, by), sample.requestParameters),
        responseElements: both ? sample.responseElements : null,
      }));
  const answered = (sample: TrailEvent) =>
    fc.tuple(fc.nat(), awkward, fc.boolean()).map(([where, by, both]) => ({
      sample,
      requestParameters: both ? sample.requestParameters : {},
      responseElements: bend(sample.responseElements, where, by),
    }));
  const sample = fc.constantFrom(...samplesOf(kind));
  return sample.chain((chosen) => fc.oneof(anything(chosen), bent(chosen), answered(chosen)));
}

/** The same tree with its `where`-th node replaced. */
function bend(tree: unknown, where: number, by: unknown): unknown {
  const paths = pathsIn(tree);
  const path = paths[where % paths.length] ?? [];
  return replaced(tree, path, by);
}

function pathsIn(tree: unknown): readonly (readonly string[])[] {
  if (typeof tree !== 'object' || tree === null) return [[]];
  const below = Object.entries(tree).flatMap(([name, member]) => pathsIn(member).map((path) => [name, ...path]));
  return [[], ...below];
}

function replaced(tree: unknown, [name, ...rest]: readonly string[], by: unknown): unknown {
  if (name === undefined) return by;
  const member = replaced((tree as Record<string, unknown>)[name], rest, by);
  if (Array.isArray(tree)) return tree.map((item: unknown, index) => (String(index) === name ? member : item));
  return { ...(tree as object), [name]: member };
}

/** Of each event the record that shows most. */
function fullest(samples: readonly TrailEvent[]): readonly TrailEvent[] {
  const bySize = samples.toSorted((a, b) => JSON.stringify(a).length - JSON.stringify(b).length);
  return [...new Map(bySize.map((sample) => [eventId(sample), sample])).values()];
}

test('every event of every kind is recorded in some case', () => {
  const recorded = new Set<string>(successes.map(eventId));
  expect(kinds.flatMap((kind) => Object.keys(kind.events).filter((id) => !recorded.has(id)))).toEqual([]);
});

test('no two kinds share a name', () => {
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
});

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (_, kind) => {
  const RUNS = { numRuns: 20 };

  test('is the same whatever order its events were delivered in, and delivered twice', async () => {
    const delivery = historyOf(kind).chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray([...events, ...events], { minLength: 2 * events.length })),
    );
    await fc.assert(
      fc.asyncProperty(delivery, async ([events, twice]) => {
        expect(comparable(await fold(kind, twice))).toEqual(comparable(await fold(kind, events)));
      }),
      RUNS,
    );
  });

  test('is JSON after every event, secrets as marks', async () => {
    await fc.assert(
      fc.asyncProperty(historyOf(kind), async (events) => {
        for (const state of (await fold(kind, events)).values()) expectToSurviveJson(state);
      }),
      RUNS,
    );
  });

  test('reads an event of which any part is missing, empty or out of all bounds', async () => {
    for (const sample of fullest(samplesOf(kind))) {
      const { requestParameters, responseElements } = sample;
      for (const by of [null, '', {}, 1e308, ':']) {
        for (const part of pathsIn(requestParameters)) {
          await expectToBeRead(kind, { ...sample, requestParameters: replaced(requestParameters, part, by) }, [
            undefined,
          ]);
        }
        for (const part of pathsIn(responseElements)) {
          await expectToBeRead(kind, { ...sample, responseElements: replaced(responseElements, part, by) }, [
            undefined,
          ]);
        }
      }
    }
  });

  test('reads an event of any contents, or says that it cannot', async () => {
    await fc.assert(
      fc.asyncProperty(bentOf(kind), historyOf(kind), fc.boolean(), async (bent, past, fresh) => {
        const { requestParameters, responseElements, sample } = bent;
        const event = deepFreeze({ ...sample, requestParameters, responseElements });
        const before = fresh ? [] : [...(await fold(kind, past)).values()];
        await expectToBeRead(kind, event, [undefined, GONE, ...before.slice(0, 2)]);
      }),
      { numRuns: 50 },
    );
  });
});

async function expectToBeRead(
  kind: AnyKind,
  event: TrailEvent,
  states: readonly (State | Gone | undefined)[],
): Promise<void> {
  const named = orUnreadable(() => [
    ...(kind.aliases?.(event) ?? []).map(({ id }) => id),
    ...refsOf(kind, event).map(({ id }) => id),
  ]);
  for (const id of named ?? []) {
    expect(id, 'an id').toSatisfy((text: unknown) => typeof text === 'string' && text !== '');
    expect(kind.arn?.(refOf(kind, event, id)) ?? 'arn:').toMatch(/^arn:/);
    for (const known of states) {
      try {
        const once = deepFreeze(await evolve<State>(kind, known, event, id));
        expectToSurviveJson(once);
        if (once !== GONE && !begins(kind, event)) expect(undeclared(kind, event, known, once)).toEqual([]);
        const twice = await evolve<State>(kind, once, event, id);
        expect(unordered(plain(twice)), 'the same event twice').toEqual(unordered(plain(once)));
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
      }
    }
  }
}

function orUnreadable<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return undefined;
  }
}
