import type { FindingEvent } from '../core/finding.ts';
import type { NoticeEvent } from '../core/notice.ts';
import { unpack } from './packed.ts';
import type { AuditRecord, DeliverableEvent } from './store.ts';
import { AUDIT_PK } from './table.ts';

/** Lambda gives binary values in base64. */
type Image = Readonly<Record<string, { readonly S?: string | undefined; readonly B?: string | undefined }>>;

/** The finding's event in an item of the table's stream; `undefined` for any other item. */
export function eventInStream(image: Image | undefined): FindingEvent | undefined {
  const event = anyEventIn(image);
  return event && !isNoticeEvent(event) ? event : undefined;
}

function anyEventIn(image: Image | undefined): FindingEvent | NoticeEvent | undefined {
  const body = image?.['sk']?.S === 'event' ? image['body'] : undefined;
  const text = body?.S ?? (body?.B === undefined ? undefined : unpack(Buffer.from(body.B, 'base64')));
  return text === undefined ? undefined : (JSON.parse(text) as FindingEvent | NoticeEvent);
}

/** The id of what an item of the table's stream has to be delivered as; `undefined`: nothing is delivered. */
export function deliverableId(image: Image | undefined): string | undefined {
  if (image?.['sk']?.S === 'event') return image['pk']?.S?.replace(/^E#/, '');
  return image?.['pk']?.S === AUDIT_PK ? image['sk']?.S : undefined;
}

/** What is delivered of an item of the table's stream. */
export function deliverableIn(image: Image | undefined): DeliverableEvent | undefined {
  if (image?.['pk']?.S !== AUDIT_PK) return anyEventIn(image);
  return JSON.parse(image['body']?.S ?? '{}') as AuditRecord;
}

export function isAuditRecord(event: DeliverableEvent): event is AuditRecord {
  return 'action' in event;
}

export function isNoticeEvent(event: DeliverableEvent): event is NoticeEvent {
  return 'notice' in event;
}
