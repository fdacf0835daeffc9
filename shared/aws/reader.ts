import type { AnyKind, Gone, StateOf } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';
import type { TagsByKey } from './tag-list.ts';

/** The account and the region of a listing. */
export type Place = Pick<Ref, 'account' | 'region'>;

export interface Page {
  readonly ids: readonly string[];
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
  /** One page of the ids of all resources in a place. */
  list(place: Place, aws: Aws, from?: string): Promise<Page>;
}

/** A reader of which it is not known what states it reads. */
export type AnyReader = Reader;

export function defineReader<K extends AnyKind>(kind: K, reader: Omit<Reader<K>, 'kind'>): Reader<K> {
  return { kind, ...reader };
}

/** A page, from the ids and the token that AWS answered. */
export function page(ids: readonly (string | undefined)[], next: string | undefined): Page {
  return { ids: ids.filter((id) => id !== undefined), ...(next ? { next } : {}) };
}
