import type { WaitingEntry } from './record.ts';

/** The kill switch. */
export interface Pause {
  readonly by: string;
  readonly reason: string;
  readonly at: number;
}

/** What a person did to remediation as a whole. It is sent on every channel, as a finding's event is. */
export interface AuditRecord {
  /** `control-<time>-<uuid>`: the same however often it is delivered. */
  readonly id: string;
  readonly action: 'pause' | 'resume' | 'reset';
  /** Who it was, in their own words. */
  readonly by: string;
  /** The ARN of who made the request; left out: AWS does not say it. */
  readonly identity?: string;
  /** Milliseconds since 1970. */
  readonly recordedAt: number;
  /** Of a reset: the rule and the account. */
  readonly of?: Pick<WaitingEntry, 'rule' | 'account'>;
  /** Why, or what was reset: a full sentence. */
  readonly note?: string;
}

/** What a pause, a resume or a reset changes. */
export type Control =
  | { readonly pause: Pause }
  | { readonly resume: true }
  | { readonly reset: Pick<WaitingEntry, 'rule' | 'account'> };
