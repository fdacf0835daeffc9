import { type TrailRecord, trailRecord } from './events.ts';

export const INSTANCE = 'i-0a1b2c3d4e5f60718';

/** A call of EC2 on the instance, as its records have it. */
export function ec2Call(
  name: string,
  minute: number,
  request: object,
  response: object = { _return: true },
  parts: object = {},
): TrailRecord {
  return trailRecord(`ec2:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, response, ...parts });
}

/** A launch, with these parts of the request and of the instance in the response. */
export function launch(instance: object, request: object = {}): TrailRecord {
  return ec2Call(
    'RunInstances',
    0,
    { instancesSet: { items: [{ imageId: 'ami-1', minCount: 1, maxCount: 1 }] }, ...request },
    { instancesSet: { items: [{ instanceId: INSTANCE, imageId: 'ami-1', ...instance }] } },
  );
}

export function terminate(minute: number): TrailRecord {
  return ec2Call('TerminateInstances', minute, { instancesSet: { items: [{ instanceId: INSTANCE }] } });
}
