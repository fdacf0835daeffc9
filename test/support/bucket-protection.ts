import { type TrailRecord, trailRecord } from './events.ts';

/** A call on the bucket `reports`, so many minutes after nine. */
export function bucketCall(name: string, minute: number, request: object, parts: object = {}): TrailRecord {
  return trailRecord(`s3:${name}`, {
    at: `2026-03-02T09:0${minute}:00Z`,
    request: { bucketName: 'reports', ...request },
    ...parts,
  });
}
