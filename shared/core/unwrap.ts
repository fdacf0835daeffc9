import type { Envelope } from './event.ts';
import { getText, objectOf } from './json.ts';

export interface Unwrapped {
  readonly record: unknown;
  readonly envelope: Envelope;
}

/**
 * The CloudTrail records in one JSON value: a record, the `Records` of a log file, an EventBridge event, an export or
 * subscription of CloudWatch Logs, or a response of `LookupEvents`. A message that is not JSON is returned as text.
 */
export function unwrap(value: unknown, envelope: Envelope = {}): readonly Unwrapped[] {
  if (Array.isArray(value)) return value.flatMap((item) => unwrap(item, envelope));
  if (typeof value === 'string') {
    const inner = parsed(value);
    return typeof inner === 'object' && inner !== null ? unwrap(inner, envelope) : [{ record: value, envelope }];
  }
  const object = objectOf(value);
  if (!object) return [{ record: value, envelope }];
  if ('detail' in object && 'detail-type' in object) return unwrap(object['detail'], enveloped(object));
  for (const list of ['Records', 'logEvents', 'events', 'Events']) {
    const items = object[list];
    if (Array.isArray(items) && !('eventName' in object)) return items.flatMap((item) => unwrap(item, envelope));
  }
  const message = object['message'] ?? object['@message'] ?? object['CloudTrailEvent'];
  if (message !== undefined && !('eventVersion' in object)) return unwrap(message, envelope);
  return [{ record: value, envelope }];
}

function enveloped(event: Readonly<Record<string, unknown>>): Envelope {
  const [account, region] = [getText(event, 'account'), getText(event, 'region')];
  return { ...(account ? { account } : {}), ...(region ? { region } : {}) };
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return message;
  }
}
