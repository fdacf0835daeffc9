import type { Ref } from '../core/ref.ts';

/** Refs in one message: the reads of a whole batch have to fit in the time of one function. */
const REFS = 5;

/** Refs as they are put into the queue of changes, some in each message. */
export function inMessages(refs: readonly Ref[]): readonly (readonly Ref[])[] {
  return Array.from({ length: Math.ceil(refs.length / REFS) }, (_, index) =>
    refs.slice(index * REFS, (index + 1) * REFS),
  );
}
