import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { assumedRole, ssoUser, trailRecord } from '../support/events.ts';
import { GROUP, OFFICE, OWN_ROLE, SSH } from '../support/world.ts';
import { createStage, DAY, HOUR, MINUTE, refOf, type Stage, timeIn } from './stage.ts';

/*
 * An undo brings back the state before its run, and nothing else. What others do meanwhile is news, with its author.
 */

const RULE = 'sg-open-ingress';
const MYSQL = { ...SSH, from: 3306, to: 3306 };
const mallory = ssoUser('mallory@example.com', 'Developer');
const ports = (stage: Stage) => stage.world.ingress().map(({ from }) => from);

async function open(stage: Stage, permission = SSH): Promise<void> {
  stage.world.clock.now += MINUTE;
  stage.world.change('Authorize', permission, timeIn(stage.world));
  await stage.world.settle();
}

/** SSH was opened and closed again. */
async function remediated(): Promise<Stage> {
  const stage = createStage({ rules: [RULE] });
  await open(stage);
  expect(stage.world.ingress()).toEqual([OFFICE]);
  return stage;
}

/** The request for an undo waits in the queue. */
async function requestUndo(stage: Stage) {
  stage.world.clock.now += MINUTE;
  return stage.world.ask({ do: 'undo', finding: (await stage.finding(RULE, GROUP)).id, by: 'lee' });
}

describe('a database that somebody opens just before an undo ends', () => {
  async function opened() {
    const stage = await remediated();
    await requestUndo(stage);
    const record = stage.world.change('Authorize', MYSQL, timeIn(stage.world), { seen: false, by: mallory });
    await stage.world.settle();
    return { stage, record };
  }

  test('is closed before its event comes, or is told with its author', async () => {
    const { stage, record } = await opened();
    stage.world.clock.now += 2 * MINUTE;
    stage.world.deliver(record);
    const isOpen = ports(stage).includes(3306);
    await stage.world.settle();
    if (isOpen) expect(stage.read()).toContain('mallory@example.com');
    else expect(stage.types().slice(stage.types().indexOf('undone'))).toContain('remediated');
  });

  test('is closed again, or a person is asked, also where its event never comes', async () => {
    const { stage } = await opened();
    for (let day = 0; day < 2; day += 1) await stage.look(GROUP, DAY);
    if (ports(stage).includes(3306)) expect(stage.types().at(-1)).toMatch(/proposed|failed/);
    expect(ports(stage)).toContain(22);
  });

  test('is not put down to Plumbline', async () => {
    const { stage } = await opened();
    await stage.look(GROUP, HOUR);
    const { cause, origins = [], violations, exemption } = await stage.finding(RULE, GROUP);
    const database = violations.find(({ text }) => text.includes('3306'));
    const itsCause = origins.find(({ of }) => of.includes(database?.path ?? ''))?.cause ?? cause;
    if (database) expect(itsCause.actor.name).not.toMatch(/plumbline|lee/i);
    expect(exemption?.covers ?? []).not.toContain(database?.path ?? 'none');
  });
});

describe('an undo that is asked for after the owner has changed the options', () => {
  async function undoneWith(options: object) {
    const stage = await remediated();
    stage.configure(RULE, options);
    expect(await stage.undo(RULE, GROUP)).toMatchObject({ ok: true });
    expect(ports(stage)).toContain(22);
    return stage.types().at(-1);
  }

  test('so that other things are allowed, is done, and told as done', async () => {
    expect(await undoneWith({ publicPorts: [80, 443, 9443] })).toBe('undone');
  });

  test('so that the rule has no objection any more, is done, and told as done', async () => {
    expect(await undoneWith({ publicPorts: [80, 443, 22] })).toBe('undone');
  });
});

describe('an undo after the owner has switched off', () => {
  test.each(['remediation', 'rule'] as const)('the %s is done, or is refused with the reason', async (what) => {
    const stage = await remediated();
    stage.switchOff(RULE, what);
    const answer = await stage.undo(RULE, GROUP);
    const last = stage.events().at(-1);
    if (answer.ok && last?.type === 'undone') expect(ports(stage)).toEqual([22, 22]);
    else {
      expect(answer.error ?? last?.note).toMatch(/ off|switched|settings|no longer/);
      expect(ports(stage)).toEqual([22]);
    }
  });
});

test('the tags of a rule of a group come back with it, and it is said that its id is new', async () => {
  const tags = { owner: 'net', ticket: 'NET-1' };
  const authorised: unknown[] = [];
  const stage = createStage({
    rules: [RULE],
    // The tags are read while the rule is still there.
    completed: (action) => ({ ...action, params: { ...(action.params as object), tags } }),
    newIds: ({ type, params }) => {
      if (type !== 'ec2.authorize-ingress') return [];
      authorised.push(params);
      return ['sgr-0a1b2c3d4e5f60718'];
    },
  });
  await stage.look(GROUP);
  const state = stage.stateOf(GROUP) as { ingress: { items: readonly object[] } };
  await stage.put(GROUP, { ...state, ingress: exactly([...state.ingress.items, SSH]) });
  expect(ports(stage)).toEqual([22]);
  await stage.undo(RULE, GROUP);
  expect(authorised).toEqual([{ ...SSH, tags }]);
  expect(stage.world.ingress()).toContainEqual(SSH);
  expect(stage.events().at(-1)?.type).toBe('undone');
  expect(stage.events().at(-1)?.note).toContain('New ids: sgr-0a1b2c3d4e5f60718.');
});

test('a bucket that was deleted and made anew keeps its new policy: an undo belongs to a life, not to a name', async () => {
  const rule = 's3-bucket-policy-public';
  const bucket = refOf('s3-bucket', 'made-anew');
  const open = {
    blockPublicAcls: false,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  };
  const state = (policy: object | null) => ({ acl: [], policy, blockPublicAccess: open });
  const everybody = {
    Sid: 'Pub',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::made-anew/*',
  };
  const stage = createStage({ rules: [rule] });
  await stage.put(bucket, state(null));
  await stage.put(bucket, state({ Version: '2012-10-17', Statement: [everybody] }));
  expect(stage.types().at(-1)).toBe('remediated');
  stage.world.cloud.delete(refKey(bucket));
  const request = { bucketName: bucket.id };
  stage.world.deliver(trailRecord('s3:DeleteBucket', { at: timeIn(stage.world), request }));
  await stage.look(bucket);
  stage.world.deliver(trailRecord('s3:CreateBucket', { at: timeIn(stage.world), request }));
  await stage.put(bucket, state(null));
  await stage.undo(rule, bucket);
  expect(stage.stateOf(bucket)).toEqual(state(null));
});

describe('of two runs on one finding', () => {
  test('both can be undone, the last first, or the answer says truly which cannot', async () => {
    const stage = await remediated();
    await open(stage, { ...SSH, from: 3389, to: 3389 });
    await stage.undo(RULE, GROUP);
    expect(ports(stage)).toEqual([22, 3389]);
    const answer = await stage.undo(RULE, GROUP);
    if (answer.ok) expect(ports(stage).toSorted()).toEqual([22, 22, 3389]);
    else expect(answer.error).not.toMatch(/has not remediated/);
    expect(stage.types().at(-1)).toBe('undone');
  });
});

test('an undo sixty days later is refused, with the reason', async () => {
  const stage = await remediated();
  stage.world.clock.now += 60 * DAY;
  await stage.undo(RULE, GROUP);
  expect(stage.events().at(-1)).toMatchObject({ type: 'failed', note: expect.stringMatching(/days/) });
  expect(stage.world.ingress()).toEqual([OFFICE]);
});

describe('an undo overwrites no later change', () => {
  test('a port that somebody has opened in another way since then stays as it is', async () => {
    const stage = await remediated();
    const inside = { ...SSH, cidr: '10.1.0.0/16' };
    await open(stage, inside);
    await stage.undo(RULE, GROUP);
    expect(stage.world.ingress()).toContainEqual(inside);
  });

  test('of a group that is gone it is told that it is gone', async () => {
    const stage = await remediated();
    stage.world.cloud.delete(refKey(GROUP));
    await stage.undo(RULE, GROUP);
    expect(stage.events().at(-1)).toMatchObject({ type: 'failed', note: expect.stringContaining('gone') });
  });

  test('two people who undo at once get one undo', async () => {
    const stage = await remediated();
    await Promise.all([requestUndo(stage), requestUndo(stage)]);
    await stage.world.settle({ atOnce: true });
    expect(stage.types().filter((type) => type === 'undone')).toEqual(['undone']);
    expect(ports(stage)).toEqual([22, 22]);
  });
});

test('a default group with thirty rules is emptied as agreed, and gets back every rule', async () => {
  const rule = 'sg-default-allows-traffic';
  const network = (index: number) => ({
    protocol: 'tcp' as const,
    from: 1000 + index,
    to: 1000 + index,
    cidr: `10.0.${index}.0/24`,
    description: `rule ${index}`,
  });
  const state = {
    name: 'default',
    ingress: exactly(Array.from({ length: 15 }, (_, index) => network(index))),
    egress: exactly(Array.from({ length: 15 }, (_, index) => network(index))),
  };
  const stage = createStage({ rules: [rule] });
  await stage.put(GROUP, state);
  if (stage.types().at(-1) === 'proposed') await stage.approve(rule, GROUP);
  expect(stage.types().at(-1)).toBe('remediated');
  expect((stage.stateOf(GROUP) as typeof state).ingress.items).toEqual([]);
  await stage.undo(rule, GROUP);
  const back = stage.stateOf(GROUP) as typeof state;
  const byPort = (items: typeof state.ingress.items) => items.toSorted((a, b) => a.from - b.from);
  expect(byPort(back.ingress.items)).toEqual(state.ingress.items);
  expect(byPort(back.egress.items)).toEqual(state.egress.items);
});

test("Plumbline's own two calls on a key, told by CloudTrail one after the other, open nothing", async () => {
  const key = refOf('kms-key', '0a1b2c3d-1111-4222-8333-444455556666');
  const stage = createStage({ rules: ['kms-key-deletion-scheduled', 'kms-key-disabled', 'kms-rotation-off'] });
  const right = {
    enabled: true,
    deletion: null,
    rotation: { on: true },
    spec: 'SYMMETRIC_DEFAULT',
    origin: 'AWS_KMS',
    manager: 'CUSTOMER',
  };
  await stage.put(key, right);
  await stage.put(key, { ...right, enabled: false, deletion: { windowDays: 7, date: '2026-03-09' } });
  const told = stage.events().length;
  const response = { keyId: `arn:aws:kms:eu-west-1:111122223333:key/${key.id}` };
  for (const name of ['CancelKeyDeletion', 'EnableKey']) {
    const parts = {
      at: timeIn(stage.world),
      by: assumedRole(OWN_ROLE, 'plumbline'),
      request: { keyId: key.id },
      response,
    };
    stage.world.deliver(trailRecord(`kms:${name}`, parts));
    await stage.world.settle();
  }
  expect(stage.events().slice(told)).toEqual([]);
  expect(stage.stateOf(key)).toEqual(right);
});
