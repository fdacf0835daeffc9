import type { FindingEvent } from '../core/finding.ts';
import type { NoticeEvent } from '../core/notice.ts';
import type { AuditRecord } from './control.ts';

/** What is delivered on channels. */
export type DeliverableEvent = FindingEvent | AuditRecord | NoticeEvent;

export type Channel = 'sns' | 'slack' | 'bus';

/** `claimed`: by this process; `delivered`: before; `busy`: another process is delivering it. */
export type Claim = 'claimed' | 'delivered' | 'busy';

export type Claims = ReadonlyMap<Channel, Claim>;

export interface EventToDeliver {
  readonly event: DeliverableEvent;
  /** The channels on which it must not be delivered now; none of them is ours. */
  readonly kept: Claims;
}

/** `failed`: it did not arrive; `unsure`: it may have arrived. Both are tried again. */
export type Delivery = 'delivered' | 'failed' | 'unsure';
