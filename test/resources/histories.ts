import fc from 'fast-check';
import { rules } from '../../generated/rules.ts';
import { compareEvents, decodeEvent, type TrailEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { type AnyKind, evolve, GONE, type Gone, mappingOf, refOf, refsOf } from '../../shared/core/kind.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { refKey } from '../../shared/core/ref.ts';
import { loadModules } from '../support/load.ts';
import type { RuleCases } from '../support/rule-cases.ts';

export type State = object;

export const kinds = [...new Set(rules.map((rule) => rule.kind))];
const cases = await loadModules<{ default: RuleCases }>('test/rules', '.cases.ts');

/** The events of each case, but for failed calls. */
export const histories: readonly (readonly TrailEvent[])[] = [...cases.values()].flatMap(({ default: { events } }) =>
  events.map((given) =>
    given.events.map((record) => deepFreeze(decodeEvent(record))).filter(({ errorCode }) => errorCode === undefined),
  ),
);
/** The states of a kind's cases, with their ids where a case gives one. */
export const statesOf = (kind: AnyKind): readonly { readonly state: State; readonly id: string | undefined }[] =>
  [...cases.values()]
    .filter(({ default: { rule } }) => rule.kind === kind)
    .flatMap(({ default: { compliant, drifted, unknown = [] } }) => [...compliant, ...drifted, ...unknown])
    .flatMap(({ state, baseline, id }) =>
      [state, ...(baseline ? [baseline] : [])].map((each) => ({ state: each, id })),
    );

export const successes = [...new Map(histories.flat().map((event) => [event.eventID, event])).values()];

export const samplesOf = (kind: AnyKind) => successes.filter((event) => mappingOf(kind, event));

export function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && value !== Object.prototype && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const key of Reflect.ownKeys(value)) deepFreeze((value as Record<PropertyKey, unknown>)[key]);
  }
  return value;
}

/** Comparable, secrets by their fingerprint; says where a state is not JSON. */
export function plain(value: unknown, path = 'state'): unknown {
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
export function unordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => JSON.stringify(unordered(item))).sort();
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unordered(member)]));
}

export type Known = Map<string, State | Gone>;

/** Follows events in order of time, whatever order they come in; no state is ever written to. */
export async function fold(kind: AnyKind, delivered: readonly TrailEvent[]): Promise<Known> {
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

/** Events of a kind as they were recorded, at other times, in two accounts, often within one second. */
export function historyOf(kind: AnyKind): fc.Arbitrary<readonly TrailEvent[]> {
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
