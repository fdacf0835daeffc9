import { eventId, type TrailEvent } from '../core/event.ts';
import { getText } from '../core/json.ts';

/**
 * Whether an event is the daily change by Plumbline that proves that events arrive. Only the event proves it: a sweep
 * that finds the log group says nothing about CloudTrail and EventBridge.
 */
export function isHeartbeat(event: TrailEvent, logGroup: string | undefined): boolean {
  return (
    logGroup !== undefined &&
    eventId(event) === 'logs:PutRetentionPolicy' &&
    event.errorCode === undefined &&
    getText(event.requestParameters, 'logGroupName') === logGroup
  );
}
