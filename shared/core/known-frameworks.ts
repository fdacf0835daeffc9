import type { Framework } from './controls.ts';

/** What is known of the frameworks besides the ids that rules serve: `generated/frameworks.json`. */
export interface Known {
  /** The controls that come first, by name. */
  readonly first: readonly string[];
  readonly frameworks: Readonly<Record<Framework, KnownFramework>>;
}

export interface KnownFramework {
  /** How many ids it has in all; left out: not known. */
  readonly total?: number;
  /** Ids that its publisher says can be assessed automatically; left out: not known. */
  readonly automated?: readonly string[];
  /** How many controls of the catalogue belong to each id. */
  readonly ids: Readonly<Record<string, number>>;
}
