import { expect } from 'vitest';

/** A list that is kept by hand, since each entry needs a reason or a decision. */
export interface ByHand {
  /** Where it stands: `test/e2e/actions.test.ts, UNCALLED`. */
  readonly place: string;
  /** What an entry says, or what else to do: `where IAM allows it on every resource only`. */
  readonly when: string;
  /** The line to add for an entry. */
  line(entry: string): string;
}

/** Holds such a list against what there is. It fails with the file and each line to add or to remove. */
export function expectByHand({ place, when, line }: ByHand, kept: Iterable<string>, there: Iterable<string>): void {
  const [listed, found] = [new Set(kept), new Set(there)];
  const toAdd = [...found].filter((entry) => !listed.has(entry)).map((entry) => `${place}: add ${line(entry)} ${when}`);
  const toRemove = [...listed].filter((entry) => !found.has(entry)).map((entry) => `${place}: remove ${line(entry)}`);
  expect([...toAdd.sort(), ...toRemove.sort()]).toEqual([]);
}
