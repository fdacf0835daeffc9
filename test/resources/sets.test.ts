import { describe, expect, test } from 'vitest';
import { eventId, type TrailEvent, UnreadableEvent } from '../../shared/core/event.ts';
import { type AnyKind, awsTypeOf, begins, evolve, GONE, type Gone, mappingOf, refsOf } from '../../shared/core/kind.ts';
import { refKey } from '../../shared/core/ref.ts';
import { histories, kinds, plain, type State, samplesOf, statesOf } from './histories.ts';
import { changedBetween, undeclared } from './undeclared.ts';

interface Step {
  readonly event: TrailEvent;
  readonly before: State | Gone | undefined;
  readonly after: State | Gone;
}

/** What every event of a kind makes of every state that the cases lead to, of the same type of resource. */
async function stepsOf(kind: AnyKind): Promise<readonly Step[]> {
  const steps: Step[] = [];
  const states = new Map<string, Map<string, State>>();
  const keep = (type: string, state: State) => {
    const alike = states.get(type) ?? new Map<string, State>();
    states.set(type, alike.set(JSON.stringify(plain(state)), state));
  };
  for (const { state, id } of statesOf(kind)) {
    // Without an id it is not known what type of resource the state is of, where that depends on the id.
    if (id !== undefined || typeof kind.type === 'string') keep(awsTypeOf(kind, id ?? ''), state);
  }
  const take = async (before: State | Gone | undefined, event: TrailEvent, id: string) => {
    try {
      const after = await evolve<State>(kind, before, event, id);
      steps.push({ event, before, after });
      return after;
    } catch (error) {
      if (!(error instanceof UnreadableEvent)) throw error;
      return undefined;
    }
  };
  for (const history of histories) {
    const known = new Map<string, State | Gone>();
    for (const event of history) {
      for (const ref of touched(kind, event)) {
        const after = await take(known.get(refKey(ref)), event, ref.id);
        if (after === undefined) continue;
        known.set(refKey(ref), after);
        if (after !== GONE) keep(awsTypeOf(kind, ref.id), after);
      }
    }
  }
  for (const event of samplesOf(kind)) {
    for (const { id } of touched(kind, event)) {
      for (const state of states.get(awsTypeOf(kind, id))?.values() ?? []) await take(state, event, id);
    }
  }
  return steps;
}

function touched(kind: AnyKind, event: TrailEvent) {
  try {
    return refsOf(kind, event);
  } catch (error) {
    if (!(error instanceof UnreadableEvent)) throw error;
    return [];
  }
}

const fileOf = ({ name }: AnyKind) => `shared/resources/${name}/kind.ts`;

/** What is missing, and where to add it. */
const said = (kind: AnyKind, { event }: Step, field: string) =>
  `${fileOf(kind)}: add '${field}' to "sets" of '${eventId(event)}'`;

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', async (_, kind) => {
  const steps = await stepsOf(kind);
  const beginnings = steps.filter(({ event }) => begins(kind, event));
  const others = steps.filter(({ event }) => !begins(kind, event));

  test('an event changes no field that its mapping does not name', () => {
    const missing = others.flatMap((step) =>
      undeclared(kind, step.event, step.before, step.after).map((field) => said(kind, step, field)),
    );
    expect([...new Set(missing)]).toEqual([]);
  });

  test('a field that a beginning does not name is the same for every new resource', () => {
    const first = new Map<string, Step>();
    const missing = beginnings.flatMap((step) => {
      const id = eventId(step.event);
      const one = first.get(id) ?? step;
      first.set(id, one);
      const { sets } = mappingOf(kind, step.event) ?? {};
      const differing = changedBetween(kind, one.after, step.after);
      return sets ? differing.filter((field) => !sets.includes(field)).map((field) => said(kind, step, field)) : [];
    });
    expect([...new Set(missing)]).toEqual([]);
  });

  test('an event that names no fields creates or deletes the resource', () => {
    const unnamed = Object.entries(kind.events).flatMap(([id, { evolve: proves, sets }]) =>
      proves && !sets ? [id] : [],
    );
    const ending = new Set<string>(others.filter(({ after }) => after === GONE).map(({ event }) => eventId(event)));
    const beginning = new Set<string>(beginnings.map(({ event }) => eventId(event)));
    expect(
      unnamed
        .filter((id) => !ending.has(id) && !beginning.has(id))
        .map((id) => `${fileOf(kind)}: give '${id}' a list "sets" of the fields that the call decides`),
    ).toEqual([]);
  });

  test('an event changes, in some case, every field that its mapping names', () => {
    const changed = new Set(
      steps.flatMap(({ event, before, after }) => {
        const from = begins(kind, event) ? undefined : before;
        return changedBetween(kind, from, after).map((field) => `${eventId(event)} ${field}`);
      }),
    );
    const unchanged = Object.entries(kind.events).flatMap(([id, { sets = [] }]) =>
      sets
        .filter((field) => !changed.has(`${id} ${field}`))
        .map((field) => `${fileOf(kind)}: '${id}' names '${field}' and changes it in no case; drop it or add a case`),
    );
    expect(unchanged).toEqual([]);
  });
});
