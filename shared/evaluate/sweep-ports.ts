import type { KindOutline, RuleOutline } from '../core/outline.ts';
import type { Ref } from '../core/ref.ts';
import type { Store } from '../store/store.ts';
import type { JudgePorts } from './judge-resource.ts';

/** A page of the resources that AWS lists. */
export interface ListedPage {
  readonly ids: readonly string[];
  /** The whole states by id, where the listing shows them. */
  readonly states?: ReadonlyMap<string, object>;
  /** Where the next page begins; left out after the last. */
  readonly next?: string;
}

/** What a sweep needs from outside. */
export interface SweepPorts extends JudgePorts {
  readonly store: JudgePorts['store'] & Pick<Store, 'unresolved' | 'known' | 'sweep' | 'saveSweep'>;
  /** The rules that are switched on. */
  readonly rules: readonly RuleOutline[];
  /** All kinds: findings may be left of kinds whose rules are all switched off. */
  readonly kinds: readonly KindOutline[];
  /** The longest time from the end of a sweep to the next for which nothing is missed, in milliseconds. */
  readonly longestGap: number;
  /** Of the deployment. */
  readonly home: Pick<Ref, 'account' | 'region'>;
  list(kind: string, place: Pick<Ref, 'account' | 'region'>, from?: string): Promise<ListedPage>;
  /** Puts a task into the queue of sweeps. */
  continueWith(task: { readonly kind: string; readonly region?: string }, delaySeconds?: number): Promise<void>;
  /** Whether there is time for another resource. */
  hasTime(): boolean;
  /** Publishes how many findings are open. */
  countOpen(): Promise<void>;
  /** Makes the daily change that has to arrive as an event. */
  heartbeat(): Promise<unknown>;
  /** Called with a resource or a listing (`*`) that failed. */
  onFailure?(ref: Ref, error: unknown): void;
}
