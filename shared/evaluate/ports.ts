import type { Settings } from '../config/settings.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Gone } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { ResourceRecord, Store } from '../store/store.ts';
import type { Evaluation, Observation } from './evaluate.ts';

/** What the use cases need from outside. */
export interface Ports {
  readonly settings: Settings;
  readonly store: Pick<Store, 'resource' | 'save'>;
  /** The current state of a resource. Every other answer of AWS is thrown. */
  read(ref: Ref): Promise<object | Gone>;
  /** The resource's tags, for exemptions; read only where there is drift. */
  tagsOf(resource: { readonly arn?: string; readonly region: string }): Promise<Readonly<Record<string, string>>>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Called with what was recorded, for metrics. */
  onRecorded?(events: readonly FindingEvent[]): void;
  /** Called where a rule cannot decide. */
  onUnknown?(rule: string, why: string): void;
}

/** A resource that was read, judged and recorded. */
export interface ObservedResource {
  /** What is stored after the evaluation. */
  readonly record: ResourceRecord;
  readonly observation: Observation;
  readonly evaluations: readonly Evaluation[];
  /** What was recorded. */
  readonly events: readonly FindingEvent[];
}
