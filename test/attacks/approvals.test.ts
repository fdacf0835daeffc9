import { describe, expect, test } from 'vitest';
import { refKey } from '../../shared/core/ref.ts';
import { assumedRole, ssoUser, trailRecord } from '../support/events.ts';
import { GROUP, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';
import { createStage, DAY, HOUR, LEE, MINUTE, PARTNER, refOf, type Stage, timeIn } from './stage.ts';

/*
 * What waits for a person delays only itself, an approval is always answered, and a limit trips only when it is
 * exceeded.
 */

const RULE = 'sg-open-ingress';
const MYSQL = { ...SSH, from: 3306, to: 3306 };
/** What opens only this port is proposed to a person. */
const ODD = { ...SSH, from: 8081, to: 8081 };
const ALL = { protocol: '-1', cidr: '0.0.0.0/0' };

function open(stage: Stage, permission: typeof SSH, how: Parameters<Stage['world']['change']>[3] = {}) {
  stage.world.clock.now += MINUTE;
  return stage.world.change('Authorize', permission, timeIn(stage.world), how);
}
const ports = (stage: Stage) => stage.world.ingress().map(({ from }) => from);
const groups = (options: Partial<Parameters<typeof createStage>[0]> = {}) => createStage({ rules: [RULE], ...options });

describe('something that wants an approval', () => {
  test.each([
    ['all traffic', ALL],
    ['SSH', SSH],
    ['a database', MYSQL],
  ])('opened beside %s, does not keep that from being closed', async (_, critical) => {
    const stage = groups();
    await stage.look(GROUP);
    for (const permission of [critical, ODD]) {
      const { ingress, ...rest } = stage.stateOf(GROUP) as { ingress: { items: object[]; complete: boolean } };
      stage.world.cloud.set(refKey(GROUP), { ...rest, ingress: { ...ingress, items: [...ingress.items, permission] } });
    }
    for (let day = 0; day < 3; day += 1) await stage.look(GROUP, DAY);
    expect(stage.world.ingress()).not.toContainEqual(critical);
  });

  test('opened forty days ago and never answered, does not keep a database from being closed', async () => {
    const stage = groups();
    open(stage, ODD);
    await stage.world.settle();
    await stage.look(GROUP, 40 * DAY);
    open(stage, MYSQL);
    await stage.world.settle();
    expect(ports(stage)).not.toContain(3306);
  });

  test('is asked for again while nobody answers', async () => {
    const stage = groups();
    open(stage, ODD);
    await stage.world.settle();
    for (let day = 0; day < 40; day += 1) await stage.look(GROUP, DAY);
    expect(stage.types().filter((type) => type === 'proposed').length).toBeGreaterThan(1);
  });
});

describe('an approval', () => {
  test("of what Plumbline's own role is said to have opened is carried out", async () => {
    const stage = groups({ remediation: 'approve' });
    open(stage, SSH, { by: assumedRole(OWN_ROLE, 'plumbline') });
    await stage.world.settle();
    expect(await stage.approve(RULE, GROUP)).toMatchObject({ ok: true });
    expect(stage.types().at(-1)).toBe('remediated');
    expect(stage.world.ingress()).toEqual([OFFICE]);
  });

  test('that meets another state than was shown is answered, and changes nothing', async () => {
    const bucket = refOf('s3-bucket', 'site');
    const allow = (AWS: string) => ({
      Sid: 'Str',
      Effect: 'Allow',
      Principal: { AWS },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::site/*',
    });
    const state = (AWS: string) => ({
      acl: [],
      policy: { Version: '2012-10-17', Statement: [allow(AWS)] },
      encryption: { algorithm: 'AES256', bucketKey: false },
    });
    const rule = 's3-bucket-policy-external-account';
    const stage = createStage({ rules: [rule] });
    await stage.put(bucket, { ...state('x'), policy: null });
    await stage.put(bucket, state(`arn:aws:iam::${PARTNER}:root`));
    const narrower = state(`arn:aws:iam::${PARTNER}:role/only-one`);
    stage.world.cloud.set(refKey(bucket), narrower);
    await stage.approve(rule, bucket);
    expect(stage.stateOf(bucket)).toEqual(narrower);
    expect(stage.types().at(-1)).toMatch(/failed|proposed/);
    expect(stage.events().at(-1)?.note).toMatch(/another plan|has changed|is another/i);
  });

  test('that is sent three times at once, and again after the same drift came back, is carried out once', async () => {
    const stage = groups({ remediation: 'approve' });
    open(stage, SSH);
    await stage.world.settle();
    const { id } = await stage.finding(RULE, GROUP);
    const { plan } = await stage.world.ask({ do: 'show', finding: id });
    const request = { do: 'approve', finding: id, plan, by: LEE };
    await Promise.all([1, 2, 3].map(() => stage.world.ask(request)));
    await stage.world.settle({ atOnce: true });
    expect(stage.types().filter((type) => type === 'remediated')).toEqual(['remediated']);
    expect(await stage.world.ask(request)).toMatchObject({ ok: false, error: expect.stringContaining('resolved') });
    open(stage, SSH);
    await stage.world.settle();
    expect(ports(stage)).toContain(22);
    expect(stage.types().at(-1)).toBe('proposed');
  });
});

describe('the limit of an hour', () => {
  test('that was reached and not exceeded does not stop a fix hours later', async () => {
    const stage = groups({ limits: { maxPerHour: 1 } });
    open(stage, SSH);
    await stage.world.settle();
    open(stage, ODD);
    await stage.world.settle();
    stage.world.clock.now += 5 * HOUR;
    open(stage, MYSQL);
    await stage.world.settle();
    expect(ports(stage)).not.toContain(3306);
  });

  const LOGS = 'log-group-deleted-or-short-retention';
  const group = (nth: number) => refOf('log-group', `/app/${nth}`);

  async function flood(count: number, atOnce: boolean) {
    const stage = createStage({ rules: [LOGS], limits: { maxPerHour: 5 } });
    const { world } = stage;
    const all = Array.from({ length: count }, (_, nth) => group(nth));
    for (const ref of all) world.cloud.set(refKey(ref), { retention: 400 });
    await world.sweep(all);
    for (const ref of all) {
      world.cloud.set(refKey(ref), { retention: 1 });
      const request = { logGroupName: ref.id, retentionInDays: 1 };
      world.deliver(trailRecord('logs:PutRetentionPolicy', { at: timeIn(world), request }));
    }
    await world.settle({ atOnce });
    const fixed = () => all.filter((ref) => (stage.stateOf(ref) as { retention: number }).retention === 400).length;
    return { stage, all, fixed };
  }

  test.each([false, true])(
    'is kept by thirty log groups, at once in processes of their own: %s; all is told',
    async (atOnce) => {
      const { stage, fixed } = await flood(30, atOnce);
      expect(fixed()).toBe(5);
      expect(stage.types().filter((type) => type === 'opened')).toHaveLength(30);
      expect(stage.types().filter((type) => type === 'proposed')).toHaveLength(25);
      expect(stage.world.dead).toEqual([]);
    },
  );

  test('after `reset`, what waited is done, or the answer says how', async () => {
    const { stage, all, fixed } = await flood(12, false);
    const account = GROUP.account;
    stage.world.clock.now += 2 * HOUR;
    const answer = await stage.world.ask({ do: 'reset', rule: LOGS, account, by: LEE });
    for (let hour = 0; hour < 4; hour += 1) {
      stage.world.clock.now += HOUR;
      await stage.world.settle();
    }
    expect(answer.ok).toBe(true);
    if (fixed() < all.length) expect(answer.done).toMatch(/\b7\b|approv/);
  });
});

/** Whoever works in the account can make Plumbline ask; nobody can make it stop in silence. */
test('dummies that use up the limit stop a fix loudly: the next drift is told and asked about', async () => {
  const stage = groups({ limits: { maxPerHour: 2 } });
  const by = ssoUser('mallory@example.com', 'Developer');
  for (const from of [3389, 3306, 5432, 22]) {
    open(stage, { ...SSH, from, to: from }, { by });
    await stage.world.settle();
  }
  const asked = stage.events().findLast(({ type }) => type === 'proposed');
  expect(asked).toMatchObject({ stop: 'limit' });
  expect(stage.read()).toContain('mallory@example.com');
});
