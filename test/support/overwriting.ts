import { expect } from 'vitest';
import { BUCKET, bucketWorld } from './bucket-world.ts';
import { assumedRole, ssoUser, trailRecord } from './events.ts';
import type { Options } from './world.ts';

export const jane = ssoUser('jane@example.com', 'Developer');

/**
 * The bucket is public, and Plumbline remediates it. Somebody puts another policy when a call is made.
 * @param judged When the event of that is judged: after the run, or by another process before the write or the end.
 */
export async function putting(
  statements: readonly object[],
  {
    at = 'apply',
    judged = 'after the run',
    policy,
    ...options
  }: Options & {
    readonly policy?: readonly object[];
    readonly at?: string;
    readonly judged?: 'after the run' | 'before the write' | 'before the end';
  } = {},
) {
  let isPut = false;
  let slow = false;
  const made = await bucketWorld({
    ...options,
    fault: (call, count) => {
      if (call === at && !isPut) {
        isPut = true;
        made.setPolicy(...statements);
        record = put(statements);
        if (judged === 'before the write') judgeMeanwhile();
      } else if (call === 'read' && isPut && judged === 'before the end' && !pending) judgeMeanwhile();
      return options.fault?.(call, count);
    },
    // Only the call of the run is slow.
    delay: () => {
      const turns = slow ? 300 : 0;
      slow = false;
      return turns;
    },
  });
  const judgeMeanwhile = () => {
    made.world.deliver(record ?? {});
    pending = judge();
    slow = true;
  };
  const judge = async () => {
    await made.world.detected();
    during = (await made.world.store.resource(BUCKET)).suspected;
  };
  let pending: Promise<unknown> | undefined;
  let during: unknown;
  let record: object | undefined;
  const { world } = made;
  const put = (policy: readonly object[], by: ReturnType<typeof assumedRole> = jane) =>
    trailRecord('s3:PutBucketPolicy', {
      at: new Date(world.clock.now).toISOString().replace(/\.\d+Z/, 'Z'),
      by,
      request: { bucketName: BUCKET.id, bucketPolicy: { Version: '2012-10-17', Statement: policy } },
    });
  if (policy) made.setPolicy(...policy);
  await made.sweep();
  await world.settle();
  await pending;
  expect(isPut, 'nobody put anything').toBe(true);
  const arrive = async (each: object | undefined = record) => {
    world.clock.now += 3 * 60_000;
    world.deliver(each ?? expect.fail('there is no event'));
    await world.settle();
  };
  const overwritten = () => world.store.events().filter(({ type }) => type === 'overwritten');
  return { ...made, put, arrive, overwritten, during };
}
