import { eventId, type TrailEvent } from '../core/event.ts';
import { getText } from '../core/json.ts';

/**
 * Whether an event is the change that Plumbline makes once a day to prove that the chain holds. Only the event
 * does: that the log group is there, as a sweep finds it, says nothing of CloudTrail and EventBridge.
 */
export function isHeartbeat(event: TrailEvent, logGroup: string | undefined): boolean {
  return (
    logGroup !== undefined &&
    eventId(event) === 'logs:PutRetentionPolicy' &&
    event.errorCode === undefined &&
    getText(event.requestParameters, 'logGroupName') === logGroup
  );
}
