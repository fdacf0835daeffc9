import type { AnyKind, Gone, StateOf } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Aws } from './clients.ts';
import type { Permissions } from './permissions.ts';

/** An account and a region, in which a sweep looks for resources. */
export type Place = Pick<Ref, 'account' | 'region'>;

export interface Page {
  readonly ids: readonly string[];
  /** Where the next page begins; left out after the last. */
  readonly next?: string;
}

/** How to read a kind's resources from AWS as they are now. */
export interface Reader<K extends AnyKind = AnyKind> {
  readonly kind: K;
  /** What each of the two needs; not every function that reads lists. */
  readonly permissions: { readonly read: Permissions; readonly list: Permissions };
  /**
   * The whole state, in the kind's own terms; `GONE` only where AWS says that there is no such
   * resource. Every other failure is thrown as it came.
   */
  read(ref: Ref, aws: Aws): Promise<StateOf<K> | Gone>;
  /** One page of the ids of all resources in a place. */
  list(place: Place, aws: Aws, from?: string): Promise<Page>;
}

/** A reader of which it is not known what states it reads. */
export type AnyReader = Reader;

export function defineReader<K extends AnyKind>(kind: K, reader: Omit<Reader<K>, 'kind'>): Reader<K> {
  return { kind, ...reader };
}

/** A page whose members AWS gives with a token for the rest. */
export function page(ids: readonly (string | undefined)[], next: string | undefined): Page {
  return { ids: ids.filter((id) => id !== undefined), ...(next ? { next } : {}) };
}
