import { failureOf, isPassing } from '../aws/failure.ts';
import {
  GONE,
  type Gone,
  type Neighbour,
  type Neighbours,
  type NeighbourType,
  type NeighbourTypes,
} from '../core/kind.ts';
import { refsOfNeighbours, unseenNeighbours, usedBy } from '../core/neighbour.ts';
import { type Ref, refKey } from '../core/ref.ts';
import { type AnyRule, type Context, isUnknown } from '../core/rule.ts';

export type NeighboursByName = Readonly<Record<string, Neighbours<object>>>;

/** What neighbours are read with. */
export interface NeighbourPorts {
  /** The current state of a resource. Every other answer of AWS is thrown. */
  read(ref: Ref): Promise<object | Gone>;
  /** Every resource of a kind that can be a neighbour in a place, in any region and of the organisation too. */
  refsOf(kind: string, place: Pick<Ref, 'account' | 'region'>): Promise<readonly Ref[]>;
  /** Called where a rule cannot decide, or a neighbour may not be read. */
  onUnknown?(name: string, why: string): void;
}

/** Reads neighbours, each once: a batch of resources shares one. */
export interface Neighbourhood {
  /**
   * The neighbours of a resource in any of some states. What may not be read is unknown.
   * @throws a failure that passes, so that the resource is judged again.
   */
  of(types: NeighbourTypes, ref: Ref, states: readonly object[]): Promise<NeighboursByName>;
}

export function createNeighbourhood(ports: NeighbourPorts): Neighbourhood {
  const read = new Map<string, Promise<Neighbours<object>>>();
  const once = (key: string, load: () => Promise<Neighbours<object>>) => {
    const known = read.get(key) ?? load();
    read.set(key, known);
    return known;
  };

  return {
    async of(types, ref, states) {
      const found = Object.entries(types).map(
        async ([name, type]) => [name, await readAll(type, ref, states)] as const,
      );
      return Object.fromEntries(await Promise.all(found));
    },
  };

  async function readAll(type: NeighbourType, ref: Ref, states: readonly object[]): Promise<Neighbours<object>> {
    const refs = new Map<string, Ref>();
    for (const state of states) {
      const some = refsOfNeighbours(type, ref, state);
      if (!some) return once(`${type.kind.name}|${ref.account}|${ref.region}|*`, () => readKind(type, ref));
      for (const each of some) refs.set(refKey(each), each);
    }
    return joined([...refs.values()].map((each) => once(refKey(each), () => readOne(each))));
  }

  async function readKind({ kind }: NeighbourType, place: Ref): Promise<Neighbours<object>> {
    const refs = await unlessUnknown(kind.name, () => ports.refsOf(kind.name, place));
    if (!refs) return { items: [], complete: false };
    return joined(refs.map((each) => once(refKey(each), () => readOne(each))));
  }

  async function readOne(ref: Ref): Promise<Neighbours<object>> {
    const state = await unlessUnknown(ref.kind, () => ports.read(ref));
    const items: readonly Neighbour<object>[] = state === undefined || state === GONE ? [] : [{ ref, state }];
    return { items, complete: state !== undefined };
  }

  /** `undefined` where AWS answers, and not with the resource. */
  async function unlessUnknown<T>(kind: string, load: () => Promise<T>): Promise<T | undefined> {
    try {
      return await load();
    } catch (error) {
      if (isPassing(failureOf(error))) throw error;
      ports.onUnknown?.(
        kind,
        `It could not be read as a neighbour: ${error instanceof Error ? error.name : 'unknown'}.`,
      );
      return undefined;
    }
  }
}

async function joined(parts: readonly Promise<Neighbours<object>>[]): Promise<Neighbours<object>> {
  const all = await Promise.all(parts);
  return { items: all.flatMap(({ items }) => items), complete: all.every(({ complete }) => complete) };
}

/** A rule's context with the neighbours, and the states that need them. */
interface Beside {
  readonly context: Context<object, unknown>;
  readonly inDoubt: readonly object[];
}

/**
 * Completes a rule's context. Neighbours are read only for states in doubt: those that are not simply right while nothing
 * is known of the neighbours.
 * @throws a failure of a read that passes.
 */
export async function withNeighbours(
  rule: AnyRule,
  given: Omit<Context<object, unknown>, 'neighbours'>,
  states: readonly (object | Gone | undefined)[],
  neighbourhood: Neighbourhood,
): Promise<Beside> {
  const alone = { ...given, neighbours: unseenNeighbours(rule) };
  if (rule.neighbours === undefined) return { context: alone, inDoubt: [] };
  const inDoubt = states.flatMap((state) => {
    if (state === undefined) return [];
    // The end of a resource is judged with the neighbours that do not depend on its state.
    if (state === GONE) return rule.judgeGone ? [rule.kind.blank] : [];
    const judged = rule.judge(state, alone);
    return !isUnknown(judged) && judged.length === 0 ? [] : [state];
  });
  if (inDoubt.length === 0) return { context: alone, inDoubt };
  const neighbours = await neighbourhood.of(usedBy(rule), given.ref, naming(inDoubt, given.baseline));
  return { context: { ...alone, neighbours }, inDoubt };
}

/** The states that name neighbours. A plan can lead back to the baseline, so what the baseline names takes part. */
export function naming(states: readonly object[], baseline: object | undefined): readonly object[] {
  return baseline === undefined ? states : [...states, baseline];
}
