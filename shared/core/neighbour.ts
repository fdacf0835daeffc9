import type { EventId } from './event.ts';
import {
  type AnyKind,
  eventsSetting,
  type FieldOf,
  type Neighbours,
  type NeighbourType,
  type NeighbourTypes,
  UNSEEN,
} from './kind.ts';
import { globalRegionOf, type Ref, refKey } from './ref.ts';

type Names = readonly string[];
type Related = { readonly kind: AnyKind; readonly neighbours?: Names };

/** Declares the neighbours of a kind whose state is `Own`: `neighboursOf<Own>()(kind, fields, ids)`. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it types the parameter of `of`.
export function neighboursOf<Own extends object>() {
  return <Other extends AnyKind>(
    kind: Other,
    fields: readonly FieldOf<Other>[],
    of: (ref: Ref, state: Own) => Names,
  ): NeighbourType<Other> => ({ kind, fields, of });
}

/** Declares that all resources of a kind in the account are neighbours. */
export function allOf<Other extends AnyKind>(kind: Other, fields: readonly FieldOf<Other>[]): NeighbourType<Other> {
  return { kind, fields };
}

/** The neighbours that a rule uses, by name. */
export function usedBy({ kind, neighbours = [] }: Related): NeighbourTypes {
  return Object.fromEntries(
    neighbours.map((name) => {
      const type = kind.neighbours?.[name];
      if (!type) throw new Error(`${kind.name} has no neighbours ${name}`);
      return [name, type];
    }),
  );
}

const NONE = {};

/** Nothing is known of the neighbours that a rule uses. */
export function unseenNeighbours({ neighbours }: Related): Readonly<Record<string, Neighbours<never>>> {
  return neighbours ? Object.fromEntries(neighbours.map((name) => [name, UNSEEN])) : NONE;
}

/** The neighbours of a resource that have ids; `undefined`: all of the kind in the account. */
export function refsOfNeighbours(type: NeighbourType, ref: Ref, state: object): readonly Ref[] | undefined {
  const ids = type.of?.(ref, state);
  if (!ids) return undefined;
  const region = type.kind.global ? globalRegionOf(ref.region) : ref.region;
  return [...new Set(ids)].map((id) => ({ kind: type.kind.name, account: ref.account, region, id }));
}

/** One resource has at most this many keys. A resource with more neighbours depends on all of their kind. */
const MOST_KEYS = 25;

/** What a resource depends on, as keys of the index of dependents: each neighbour, or all of a kind in the account. */
export function dependencyKeys(types: NeighbourTypes, ref: Ref, state: object): readonly string[] {
  const keys = Object.values(types).flatMap((type) => {
    const refs = refsOfNeighbours(type, ref, state);
    return refs && refs.length <= MOST_KEYS
      ? refs.map((each) => neighbourKey(type.kind, each))
      : [keyOfAll(type.kind, ref)];
  });
  return [...new Set(keys)].sort();
}

/** The keys under which the dependents of a resource are found. */
export function keysOfDependents(kind: AnyKind, ref: Ref): readonly string[] {
  return [neighbourKey(kind, ref), keyOfAll(kind, ref)];
}

/** The same in each account that uses a resource, also if another account owns it. */
export function neighbourKey(kind: Pick<AnyKind, 'shared'>, ref: Ref): string {
  return refKey({ ...ref, account: accountIn(kind, ref) });
}

function keyOfAll(kind: AnyKind, ref: Ref): string {
  return `${kind.name}|${accountIn(kind, ref)}|*`;
}

function accountIn({ shared }: Pick<AnyKind, 'shared'>, { account }: Ref): string {
  return shared ? 'any' : account;
}

/** The events on a neighbour that can change the verdict on the resources beside it. */
export function eventsOfNeighbour({ kind, fields }: NeighbourType): readonly EventId[] {
  return eventsSetting(kind, fields);
}
