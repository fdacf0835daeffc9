import type { RemediationMode, Settings } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import type { FindingEvent } from '../core/finding.ts';
import type { Gone } from '../core/kind.ts';
import type { Ref } from '../core/ref.ts';
import type { Store } from '../store/store.ts';

/** What the use cases need of the world. */
export interface Ports {
  readonly settings: Settings;
  readonly store: Store;
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

/** What remediation needs beside. */
export interface RemediatePorts extends Ports {
  /** The most that the deployment allows. */
  readonly deployed: Exclude<RemediationMode, 'off'>;
  /** The name of the role that Plumbline acts as. */
  readonly ownRole: string;
  apply(ref: Ref, action: Action): Promise<void>;
  sleep(milliseconds: number): Promise<unknown>;
  /**
   * Comes back after some seconds, at most 900, to an entry or a run.
   * @param after.waited The grace of the entry's rule has passed by then.
   */
  later(id: string, seconds: number, after: { readonly waited: boolean }): Promise<void>;
}

/** What became of an entry that may ask for remediation. */
export type Outcome = 'remediated' | 'undone' | 'failed' | 'gone' | 'proposed' | 'waiting' | 'left';

export interface Try {
  /** The rule's grace has passed. */
  readonly waited?: boolean;
  /** It will not be tried again: what fails now is announced. */
  readonly last?: boolean;
}
