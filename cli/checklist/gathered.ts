import type { Facts } from '../../shared/checklists/facts.ts';

/** Facts, and where they are from. */
export interface Gathered {
  readonly facts: Facts;
  /** As the end of "From ...". */
  readonly from: string;
  /** What the facts cannot show, as a full sentence. */
  readonly note?: string;
}
