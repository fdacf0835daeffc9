import { describe, expect, test } from 'vitest';
import { textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { BUCKET, bucketWorld, LATER, OWN, PUBLIC, statement } from '../support/bucket-world.ts';
import { assumedRole, trailRecord } from '../support/events.ts';
import { jane, putting } from '../support/overwriting.ts';
import { SHOWN } from '../support/shown.ts';
import { OWN_ROLE } from '../support/world.ts';

/*
 * Plumbline replaces a policy that it read a moment before. What somebody else wrote between that read and the write is
 * gone: it is said once their event arrives, with what would bring it back.
 */

describe('a change between the read and the write of a remediation', () => {
  test('is said once its event arrives, with who made it and what would bring it back', async () => {
    const { sids, arrive, overwritten, world } = await putting([OWN, LATER, PUBLIC]);
    expect(sids()).toEqual(['own']);
    expect(overwritten()).toEqual([]);
    await arrive();
    const [event, ...more] = overwritten();
    expect(more).toEqual([]);
    expect(event?.note).toMatch(
      /^The change by jane@example\.com \(Developer\) of 2026-03-02 09:00:06 UTC \(PutBucketPolicy\) was overwritten by the remediation of 2026-03-02 09:00:06 UTC\. To bring it back: .*later/,
    );
    expect(event?.finding.status).toBe('resolved');
    // The same event may arrive twice.
    await arrive();
    expect(overwritten()).toHaveLength(1);
    expect(world.dead).toEqual([]);
  });

  test('is read by people as that', async () => {
    const { arrive, overwritten, world } = await putting([OWN, LATER, PUBLIC]);
    await arrive();
    const around = {
      region: 'eu-west-1',
      title: () => 'S3 bucket',
      service: () => 's3',
      shown: SHOWN,
      respond: 'respond',
      remediation: 'auto' as const,
    };
    const [event] = overwritten();
    const text = textOf(notificationOf(event ?? expect.fail('nothing'), world.clock.now, around));
    expect(text).toContain('A remediation has overwritten a change that somebody made at the same time.');
    expect(text).toContain('The change by jane@example.com (Developer)');
  });

  test.each(['before the write', 'before the end'] as const)(
    'is said after the run where its event was judged %s',
    async (judged) => {
      const { sids, overwritten, arrive, put, world, during } = await putting([OWN, LATER, PUBLIC], { judged });
      expect(during, 'the event was not judged during the run').toMatchObject([
        { cause: { eventName: 'PutBucketPolicy' } },
      ]);
      expect(sids()).toEqual(['own']);
      // The event of Plumbline's own call arrives after each run.
      await arrive(put([OWN], assumedRole(OWN_ROLE, 'plumbline')));
      expect(overwritten().map(({ note }) => note)).toEqual([
        expect.stringContaining('The change by jane@example.com'),
      ]);
      expect(await world.store.resource(BUCKET)).not.toHaveProperty('suspected');
      await arrive();
      expect(overwritten()).toHaveLength(1);
    },
  );

  test('is not proposed again where the rule objects to it', async () => {
    // The rule plans nothing for a policy that it cannot read.
    const { arrive, overwritten } = await putting([OWN, { ...PUBLIC, Effect: 'allow?' }]);
    await arrive();
    expect(overwritten().map(({ note }) => note ?? '')).toEqual([
      expect.stringContaining('Plumbline does not propose to bring it back'),
    ]);
  });
});

describe('nothing is said to be overwritten', () => {
  test.each([
    ['that Plumbline would have removed too', [OWN, PUBLIC, statement('more', '*')]],
    ['that was the same as the remediation', [OWN]],
  ] as const)('of a change %s', async (_, statements) => {
    const { arrive, overwritten } = await putting(statements);
    await arrive();
    expect(overwritten()).toEqual([]);
  });

  test('of a change that Plumbline has read before its write', async () => {
    const { sids, arrive, overwritten } = await putting([OWN, LATER, PUBLIC], { at: 'begin' });
    expect(sids()).toEqual(['own', 'later']);
    await arrive();
    expect(overwritten()).toEqual([]);
  });

  test('of a change after the write, which is still there', async () => {
    let calls = 0;
    const made = await bucketWorld({
      fault: (call) => {
        if (call === 'apply') calls += 1;
        if (call === 'read' && calls === 1) {
          calls += 1;
          made.setPolicy(OWN, LATER);
        }
        return undefined;
      },
    });
    await made.sweep();
    await made.world.settle();
    expect(made.sids()).toEqual(['own', 'later']);
    made.world.deliver(
      trailRecord('s3:PutBucketPolicy', {
        at: '2026-03-02T09:00:06Z',
        by: jane,
        request: { bucketName: BUCKET.id, bucketPolicy: { Version: '2012-10-17', Statement: [OWN, LATER] } },
      }),
    );
    await made.world.settle();
    expect(made.world.eventTypes()).not.toContain('overwritten');
  });

  test('of what somebody has brought back already', async () => {
    const { arrive, overwritten, setPolicy } = await putting([OWN, LATER, PUBLIC]);
    setPolicy(OWN, LATER);
    await arrive();
    expect(overwritten()).toEqual([]);
  });

  test('of a change hours before or after', async () => {
    const { arrive, overwritten, put, world } = await putting([OWN, LATER, PUBLIC]);
    world.clock.now += 3_600_000;
    await arrive(put([OWN, LATER]));
    expect(overwritten()).toEqual([]);
  });

  test('of the call of the remediation itself', async () => {
    const { arrive, overwritten, put } = await putting([OWN, LATER, PUBLIC]);
    await arrive(put([OWN], assumedRole(OWN_ROLE, 'plumbline')));
    expect(overwritten()).toEqual([]);
  });
});
