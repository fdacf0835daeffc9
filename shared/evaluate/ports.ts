import type { Settings } from '../config/settings.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Judgement } from '../core/judgement.ts';
import type { Gone } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Context } from '../core/rule.ts';
import type { ResourceRecord, Store } from '../store/store.ts';
import type { Evaluation, Observation } from './evaluate.ts';
import type { Neighbourhood, NeighbourPorts } from './neighbours.ts';

export type OnTags = (tags: Readonly<Record<string, string>>) => void;

/** What the use cases need from outside. */
export interface Ports extends NeighbourPorts {
  readonly settings: Settings;
  readonly store: Pick<Store, 'resource' | 'save' | 'run'>;
  /** The role of Plumbline's own changes; left out: no function is deployed that makes any. */
  readonly ownRole?: string | undefined;
  /** Shared by a batch; left out: neighbours are read for each resource. */
  readonly neighbourhood?: Neighbourhood;
  /**
   * The current state of a resource. Every other answer of AWS is thrown.
   * @param onTags Called with the resource's tags where the same answer has them.
   */
  read(ref: Ref, onTags?: OnTags): Promise<object | Gone>;
  /** The resource's tags, for exemptions; read only where there is drift, and only where `read` did not bring them. */
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
