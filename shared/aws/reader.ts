import type { AnyKind, Gone, StateOf } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';
import type { TagsByKey } from './tag-list.ts';

/** The account and the region of a listing. */
export type Place = Pick<Ref, 'account' | 'region'>;

/** One page of a listing. */
export interface Page<State extends object = object> {
  readonly ids: readonly string[];
  /** The states that the listing shows, by id, as `read` returns them. Left out: it shows ids only. */
  readonly states?: ReadonlyMap<string, State>;
  /** The token of the next page; left out on the last page. */
  readonly next?: string;
}

/** Reads the current resources of a kind from AWS. */
export interface Reader<K extends AnyKind = AnyKind> {
  readonly kind: K;
  /** The permissions of each method; not every function that reads lists. */
  readonly permissions: { readonly read: Permissions; readonly list: Permissions };
  /**
   * The whole state, in the kind's own terms; `GONE` only where AWS answers that the resource does not exist. Throws
   * every other error unchanged.
   * @param onTags Called with the resource's tags where the answer of AWS has them.
   */
  read(ref: Ref, aws: Aws, onTags?: (tags: TagsByKey) => void): Promise<StateOf<K> | Gone>;
  /**
   * Of kinds whose resources are all neighbours of others: every one that counts in a place, also of other regions and
   * accounts. Left out: those that `list` lists.
   */
  refs?(place: Place, aws: Aws): Promise<readonly Ref[]>;
  /**
   * One page of all resources in a place. It has their whole states where AWS answers with them, so that a sweep needs no
   * call for each resource.
   */
  list(place: Place, aws: Aws, from?: string): Promise<Page<StateOf<K>>>;
}

/** A reader of which it is not known what states it reads. */
export type AnyReader = Reader;

export function defineReader<K extends AnyKind>(kind: K, reader: Omit<Reader<K>, 'kind'>): Reader<K> {
  return { kind, ...reader };
}

/** A page of states, from what AWS answered: without what has no id, and without what is gone. */
export function pageOfStates<Item, State extends object>(
  items: readonly Item[] | undefined,
  idOf: (item: Item) => string | undefined,
  stateOf: (item: Item) => State | Gone,
  next: string | undefined,
): Page<State> {
  const states = new Map<string, State>();
  for (const item of items ?? []) {
    const [id, state] = [idOf(item), stateOf(item)];
    if (id !== undefined && typeof state === 'object') states.set(id, state);
  }
  return { ids: [...states.keys()], states, ...(next ? { next } : {}) };
}

/** A page without states, from the ids and the token that AWS answered. */
export function page(ids: readonly (string | undefined)[], next: string | undefined): Page<never> {
  return { ids: ids.filter((id) => id !== undefined), ...(next ? { next } : {}) };
}
