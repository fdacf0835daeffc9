import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { Aws } from '../aws/clients.ts';
import type { Permissions } from '../aws/permissions.ts';
import type { ShownIds } from '../core/controls.ts';
import type { DeliverableEvent } from '../store/store.ts';
import { isAuditRecord, isNoticeEvent } from '../store/stream.ts';
import { CONTROL_DETAIL_TYPES, controlDetailOf } from './control-event.ts';
import type { Send } from './deliver-job.ts';
import { DETAIL_TYPES, detailOf } from './event.ts';
import { NOTICE_DETAIL_TYPES, noticeDetailOf } from './notice-event.ts';
import { refused } from './refused.ts';

export const permissions: Permissions = { 'events:PutEvents': 'events:{region}:{account}:event-bus/{prefix}' };

export interface BusOptions {
  readonly aws: Aws;
  /** The bus's name. */
  readonly bus: string;
  readonly region: string;
  /** Which ids of controls are shown. */
  readonly shown: ShownIds;
}

/** The `source` of every event on the bus. */
export const SOURCE = 'plumbline';

/**
 * An entry has at most 256 KB, for its detail, source, type and resources.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
 */
const MOST_DETAIL = 250_000;

/** Puts an event on Plumbline's own bus. Throws the errors of the SDK, and where the bus refuses the event. */
export function createBus({ aws, bus, region, shown }: BusOptions): Send {
  return async (event) => {
    const { type, detail, arn } = entryOf(event, shown);
    const { FailedEntryCount, Entries } = await aws.client(EventBridgeClient, { region }).send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: bus,
            Source: SOURCE,
            DetailType: type,
            Time: new Date(event.recordedAt),
            Resources: arn !== undefined && arn.length < 2048 ? [arn] : [],
            Detail: JSON.stringify(detail),
          },
        ],
      }),
    );
    if (!FailedEntryCount) return;
    const { ErrorCode = 'Refused', ErrorMessage = 'The bus refused the event.' } = Entries?.[0] ?? {};
    throw refused(ErrorCode, ErrorMessage);
  };
}

function entryOf(
  event: DeliverableEvent,
  shown: ShownIds,
): { readonly type: string; readonly detail: object; readonly arn?: string } {
  if (isAuditRecord(event)) return { type: CONTROL_DETAIL_TYPES[event.action], detail: controlDetailOf(event) };
  if (isNoticeEvent(event)) return { type: NOTICE_DETAIL_TYPES[event.type], detail: noticeDetailOf(event, shown) };
  const { arn } = event.finding.resource;
  return {
    type: DETAIL_TYPES[event.type],
    detail: detailOf(event, MOST_DETAIL, shown),
    ...(arn === undefined ? {} : { arn }),
  };
}
