import type { Severity } from '../core/severity.ts';
import type { Attestation } from './attestation.ts';

/** What the state of statements rests on: what was judged, with which result, and what people attest. */
export interface StatementFacts {
  /** When they were gathered. Milliseconds since 1970. */
  readonly at: number;
  /** The options of each rule that is on, by its id. */
  readonly rules: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly places: readonly PlaceFacts[];
  /** Those that are open or exempt. */
  readonly findings: readonly FindingFacts[];
  readonly attestations: readonly Attestation[];
}

/** What is known of one rule in one region. */
export interface PlaceFacts {
  readonly rule: string;
  /** Left out: what is known is not known by region. */
  readonly region?: string;
  /** The number of its open findings. */
  readonly open: number;
  /** The number of its findings that somebody accepts. */
  readonly exempt: number;
  /** Of everything that is not open: whether all is in order, and was looked at within the time of a sweep. */
  readonly rest: 'kept' | 'no resources' | 'undetermined';
  /** Why `rest` is `undetermined`, as a full sentence. */
  readonly reason?: string;
  /** Since when `rest` has been so without interruption. Milliseconds since 1970. Left out: it is undetermined. */
  readonly since?: number;
}

export interface FindingFacts {
  readonly id: string;
  readonly rule: string;
  readonly status: 'open' | 'exempt';
  readonly severity: Severity;
  /** The id of the resource. */
  readonly resource: string;
  readonly region: string;
  /** The messages of its violations. */
  readonly messages: readonly string[];
  /** Whether it has more violations than are stored. */
  readonly isCut: boolean;
  /** When its violations last changed. Milliseconds since 1970. */
  readonly changedAt: number;
  /** Of an exempt one: who accepts it. */
  readonly owner?: string;
}
