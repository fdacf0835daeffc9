import type { StatementFacts } from '../../shared/checklists/facts.ts';

/** StatementFacts, and where they are from. */
export interface Gathered {
  readonly facts: StatementFacts;
  /** As the end of "From ...". */
  readonly from: string;
  /** What the facts cannot show, as a full sentence. */
  readonly note?: string;
}
