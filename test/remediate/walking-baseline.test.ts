import { describe, expect, test } from 'vitest';
import { GONE } from '../../shared/core/kind.ts';
import { exactly } from '../../shared/core/listing.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { createWorld, GROUP } from '../support/world.ts';

/** An account in which some rules act by themselves, and what becomes of one resource. */
function worldWith(kind: string, id: string, ...ids: readonly string[]) {
  const world = createWorld({
    remediation: 'auto',
    settings: (all) => ({ ...all, rules: all.rules.filter(({ rule }) => ids.includes(rule.id)) }),
  });
  const ref: Ref = { ...GROUP, kind, id };
  return {
    world,
    now: () => world.cloud.get(refKey(ref)) ?? GONE,
    async becomes(state: object) {
      world.cloud.set(refKey(ref), state);
      world.clock.now += 3_700_000;
      await world.sweep([ref]);
      await world.settle();
    },
    told: () => world.store.events().map(({ type, finding }) => `${type} ${finding.rule}`),
    texts: async () => (await world.store.resource(ref)).findings[0]?.finding.violations.map(({ text }) => text),
  };
}

const key = (account: string, id: string) => `arn:aws:kms:${GROUP.region}:${account}:key/${id}`;
const OWN = key(GROUP.account, 'own');
const THEIRS = key('999988887777', 'theirs');

describe('a baseline does not walk to what a stranger holds', () => {
  test('the key of a trail: own, a stranger’s, none', async () => {
    const trail = worldWith('cloudtrail-trail', 'audit', 'cloudtrail-kms-removed');
    trail.world.cloud.set(refKey({ ...GROUP, kind: 'kms-key', id: 'own' }), { enabled: true, deletion: null });
    await trail.becomes({ kmsKey: OWN });
    await trail.becomes({ kmsKey: THEIRS });
    expect(trail.now()).toEqual({ kmsKey: OWN });
    await trail.becomes({ kmsKey: null });
    expect(trail.now()).toEqual({ kmsKey: OWN });
  });

  test.each([
    [{ enabled: false, deletion: { date: '2026-03-09' } }, /scheduled for deletion/],
    [{ enabled: false, deletion: null }, /is disabled/],
  ])('the key of a trail is not set again while it is %j', async (state, reason) => {
    const trail = worldWith('cloudtrail-trail', 'audit', 'cloudtrail-kms-removed');
    const own = refKey({ ...GROUP, kind: 'kms-key', id: 'own' });
    trail.world.cloud.set(own, { enabled: true, deletion: null });
    await trail.becomes({ kmsKey: OWN });
    trail.world.cloud.set(own, state);
    await trail.becomes({ kmsKey: null });
    expect(trail.now()).toEqual({ kmsKey: null });
    expect(trail.world.store.events().at(-1)?.finding.plan.steps.join()).toMatch(reason);
  });

  test('the bucket of a trail is asked about, and put back to the own one', async () => {
    const trail = worldWith('cloudtrail-trail', 'audit', 'cloudtrail-log-files-diverted');
    await trail.becomes({ bucket: 'own-logs' });
    await trail.becomes({ bucket: 'stranger-logs' });
    await trail.becomes({ bucket: 'other-logs' });
    expect(trail.now()).toEqual({ bucket: 'other-logs' });
    expect(trail.world.store.events().at(-1)?.finding.plan.steps).toEqual(['Deliver log files to bucket own-logs']);
  });

  test('the flow logs of a VPC: own, a stranger’s beside it, a stranger’s alone, none', async () => {
    const log = (id: string, bucket: string, traffic = 'ALL') => ({
      id,
      settings: { traffic, destinationType: 's3', destination: `arn:aws:s3:::${bucket}` },
    });
    const [own, theirs] = [log('fl-own', 'own-logs'), log('fl-theirs', 'stranger-logs')];
    const state = (...logs: readonly object[]) => ({
      flowLogs: exactly(logs),
      deletedFlowLogs: [],
      internetGateway: null,
    });
    const vpc = worldWith('vpc', 'vpc-0123456789abcdef0', 'vpc-flow-logs-disabled');
    await vpc.becomes(state(own));
    await vpc.becomes(state(own, theirs));
    await vpc.becomes(state(theirs));
    expect(await vpc.texts()).toEqual(
      ['rejected', 'accepted'].map(
        (traffic) =>
          `The ${traffic} traffic of this VPC is no longer recorded at arn:aws:s3:::own-logs, but only at arn:aws:s3:::stranger-logs.`,
      ),
    );
    await vpc.becomes(state());
    expect(vpc.now()).toMatchObject({ flowLogs: exactly([own, theirs]) });
    expect(vpc.told()).toContain('proposed vpc-flow-logs-disabled');
  });

  test('two flow logs that are deleted both come back', async () => {
    const log = (id: string, traffic: string) => ({
      id,
      settings: { traffic, destinationType: 's3', destination: `arn:aws:s3:::${id}` },
    });
    const logs = [log('fl-all', 'ALL'), log('fl-rejected', 'REJECT')];
    const vpc = worldWith('vpc', 'vpc-0123456789abcdef0', 'vpc-flow-logs-disabled');
    await vpc.becomes({ flowLogs: exactly(logs), deletedFlowLogs: [] });
    await vpc.becomes({ flowLogs: exactly([]), deletedFlowLogs: [] });
    expect(vpc.now()).toEqual({ flowLogs: exactly(logs), deletedFlowLogs: [] });
    expect(vpc.told().at(-1)).toMatch(/^remediated/);
  });
});
