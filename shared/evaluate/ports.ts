import type { Settings } from '../config/settings.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Gone } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Store } from '../store/store.ts';

/** What the use cases need of the world. */
export interface Ports {
  readonly settings: Settings;
  readonly store: Pick<Store, 'resource' | 'save'>;
  /** The state of a resource as it is now. Whatever AWS answers but "gone" and the state is thrown. */
  read(ref: Ref): Promise<object | Gone>;
  /** The resource's tags, for exemptions; asked only about drift. */
  tagsOf(resource: { readonly arn?: string; readonly region: string }): Promise<Readonly<Record<string, string>>>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Told what was recorded, for metrics. */
  onRecorded?(events: readonly FindingEvent[]): void;
  /** Told that a rule could not say. */
  onUnknown?(rule: string, why: string): void;
}
