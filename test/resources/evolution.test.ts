import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { compareEvents, decodeEvent, eventId, type TrailEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { type AnyKind, evolve, GONE, type Gone, mappingOf, refOf, refsOf } from '../../shared/core/kind.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { refKey } from '../../shared/core/ref.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

type State = object;

const kinds = [...new Set(rules.map((rule) => rule.kind as AnyKind))];
const cases = await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts');
const records = [...cases.values()].flatMap(({ default: { events } }) => events.flatMap((given) => given.events));
const successes = [...new Map(records.map((record) => [record.eventID, record])).values()]
  .map((record) => deepFreeze(decodeEvent(record)))
  .filter(({ errorCode }) => errorCode === undefined);

const samplesOf = (kind: AnyKind) => successes.filter((event) => mappingOf(kind, event));

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && value !== Object.prototype && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value;
}

/** Comparable, secrets by their fingerprint; says where a state is not JSON. */
function plain(value: unknown, path = 'state'): unknown {
  if (value === GONE) return 'GONE';
  if (value instanceof Redacted) return `secret ${value.fingerprint()}`;
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value + 0;
  if (Array.isArray(value)) return value.map((item, index) => plain(item, `${path}[${index}]`));
  if (typeof value === 'object' && [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([name, member]) => [name, plain(member, `${path}.${name}`)]));
  }
  throw new TypeError(`${path} is no JSON: a ${typeof value}`);
}

/** The same, whatever the order of its collections: AWS promises none. */
function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(unordered(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unordered(member)]));
}

/** What a state is once it was stored: the same, with marks for secrets. */
function expectToSurviveJson(state: State | Gone): void {
  if (state === GONE) return;
  const marked = JSON.stringify(plain(state)).replaceAll(/"secret [0-9a-f]{12}"/g, '"[redacted]"');
  const stored: unknown = JSON.parse(JSON.stringify(state));
  expect(JSON.stringify(plain(stored))).toBe(marked);
}

type Known = Map<string, State | Gone>;

/** Follows events in order of time, whatever order they come in; no state is ever written to. */
async function fold(kind: AnyKind, delivered: readonly TrailEvent[]): Promise<Known> {
  const known: Known = new Map();
  const aliases = new Map<string, string>();
  for (const event of delivered.toSorted(compareEvents)) {
    try {
      for (const { alias, id } of kind.aliases?.(event) ?? []) aliases.set(refKey(refOf(kind, event, alias)), id);
      for (const named of refsOf(kind, event)) {
        const key = refKey({ ...named, id: aliases.get(refKey(named)) ?? named.id });
        known.set(key, deepFreeze(await evolve<State>(kind, known.get(key), event, named.id)));
      }
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
    }
  }
  return known;
}

const comparable = (known: Known) => [...known].map(([key, state]) => [key, unordered(plain(state))] as const).sort();

/** Events of a kind as they were recorded, at other times, in two accounts, often within one second. */
function historyOf(kind: AnyKind): fc.Arbitrary<readonly TrailEvent[]> {
  const one = fc.record({
    sample: fc.constantFrom(...samplesOf(kind)),
    time: fc.integer({ min: 0, max: 6 }),
    account: fc.constantFrom('111122223333', '444455556666'),
    eventID: fc.uuid(),
  });
  return fc
    .uniqueArray(one, { maxLength: 10, selector: ({ eventID }) => eventID })
    .map((drawn) => drawn.map(({ sample, ...rest }) => ({ ...sample, ...rest, time: rest.time * 1000 })));
}

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
          await read(kind, { ...sample, requestParameters: replaced(requestParameters, part, by) }, [undefined]);
        }
        for (const part of pathsIn(responseElements)) {
          await read(kind, { ...sample, responseElements: replaced(responseElements, part, by) }, [undefined]);
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
        await read(kind, event, [undefined, GONE, ...before.slice(0, 2)]);
      }),
      { numRuns: 50 },
    );
  });
});

async function read(kind: AnyKind, event: TrailEvent, states: readonly (State | Gone | undefined)[]): Promise<void> {
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
