import type { Settings } from '../config/settings.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { Context } from '../core/rule.ts';
import type { ResourceRecord, Store } from '../store/store.ts';
import type { Evaluation, Observation } from './evaluate.ts';
import type { Neighbourhood, NeighbourPorts } from './neighbours.ts';

/** What the use cases need from outside. */
export interface Ports extends NeighbourPorts {
  readonly settings: Settings;
  readonly store: Pick<Store, 'resource' | 'save'>;
  /** Shared by a batch; left out: neighbours are read for each resource. */
  readonly neighbourhood?: Neighbourhood;
  /** The resource's tags, for exemptions; read only where there is drift. */
  tagsOf(resource: { readonly arn?: string; readonly region: string }): Promise<Readonly<Record<string, string>>>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Called with what was recorded, for metrics. */
  onRecorded?(events: readonly FindingEvent[]): void;
}

/** A resource that was read, judged and recorded. */
export interface ObservedResource {
  /** What is stored after the evaluation. */
  readonly record: ResourceRecord;
  readonly observation: Observation;
  readonly evaluations: readonly Evaluation[];
  /** What was recorded. */
  readonly events: readonly FindingEvent[];
  /** Whether the resource is no longer as it was stored. */
  readonly isChanged: boolean;
}

/** A judgement, and what was known besides the state. */
export interface JudgedRun {
  readonly judgement: Judgement;
  readonly context: Context<object, unknown>;
}
