import { randomUUID } from 'node:crypto';
import { type TrailRecord, trailRecord } from '../support/events.ts';
import { PLACE } from './place.ts';

/** What CloudTrail writes of a change that somebody has just made in the account. */
export function happened(
  event: `${string}:${string}`,
  request: unknown,
  parts: { readonly response?: unknown; readonly region?: string; readonly at?: number } = {},
): TrailRecord {
  const { at = Date.now(), ...rest } = parts;
  return trailRecord(event, {
    account: PLACE.account,
    region: PLACE.region,
    id: randomUUID(),
    // The log's clock ticks in seconds.
    at: new Date(at).toISOString().replace(/\.\d+Z/, 'Z'),
    request,
    ...rest,
  });
}
