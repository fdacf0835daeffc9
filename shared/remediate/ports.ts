import type { RemediationMode } from '../config/settings.ts';
import type { Action } from '../core/action.ts';
import type { Ref } from '../core/ref.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { Store } from '../store/store.ts';

/** What remediation needs, besides what every use case needs. */
export interface RemediatePorts extends Ports {
  readonly store: Store;
  /** The most that the deployment allows. */
  readonly deployed: Exclude<RemediationMode, 'off'>;
  /** The name of the role that Plumbline acts as. */
  readonly ownRole: string;
  /** Carries out one action in AWS. */
  apply(ref: Ref, action: Action): Promise<void>;
  sleep(milliseconds: number): Promise<unknown>;
  /**
   * Delivers the id of a finding's event or of a run again.
   * @param seconds At most 900.
   * @param after.waited The grace of the event's rule has passed by then.
   */
  later(id: string, seconds: number, after: { readonly waited: boolean }): Promise<void>;
}

/** The result of one attempt. `left`: there is nothing to do. */
export type Outcome = 'remediated' | 'undone' | 'failed' | 'gone' | 'proposed' | 'waiting' | 'left';

export interface Try {
  /** The rule's grace has passed. */
  readonly waited?: boolean;
  /** There is no further attempt: a failure is announced. */
  readonly last?: boolean;
}
