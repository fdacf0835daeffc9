import { createHash, createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { Redacted, useFingerprintKey } from '../../shared/core/redacted.ts';
import { type Ref, refKey } from '../../shared/core/ref.ts';
import { deadLetterOf } from '../../shared/evaluate/dead-letter.ts';
import { detect } from '../../shared/evaluate/detect.ts';
import { ACCOUNT, assumedRole, iamUser, REGION, ssoUser, through, trailRecord } from '../support/events.ts';
import { GROUP, OWN_ROLE, SSH } from '../support/world.ts';
import { createStage, MINUTE, refOf, STRANGER, type Stage, timeIn } from './stage.ts';

/*
 * Events come from anywhere and say anything. What is judged is the own account, and who did it is believed only where
 * CloudTrail says it.
 */

const RULE = 'sg-open-ingress';
type Identity = Readonly<Record<string, unknown>>;

/** Somebody opens SSH; the record is not delivered. */
function open(stage: Stage, by?: Identity) {
  stage.world.clock.now += MINUTE;
  return stage.world.change('Authorize', SSH, timeIn(stage.world), { seen: false, ...(by ? { by } : {}) });
}
const isOpen = (stage: Stage) => stage.world.ingress().some(({ cidr }) => cidr === SSH.cidr);

/** A message of the queue of changes, with who sent it as SQS names them. */
async function send(stage: Stage, content: unknown, sender?: string) {
  const body = typeof content === 'string' ? content : JSON.stringify(content);
  const failed = await detect([{ id: 'm', body, ...(sender === undefined ? {} : { sender }) }], stage.world.ports());
  await stage.world.settle();
  return failed.size > 0 ? 'comes again' : 'done';
}
const envelope = (detail: object, account = ACCOUNT) => ({
  'detail-type': 'AWS API Call via CloudTrail',
  account,
  region: REGION,
  detail,
});

describe('an event of another account', () => {
  const cases: readonly (readonly [string, Ref, object, object, `${string}:${string}`, object])[] = [
    [
      'a log group of the same name',
      refOf('log-group', '/app/web'),
      { retention: 400 },
      { retention: 7 },
      'logs:PutRetentionPolicy',
      { logGroupName: '/app/web', retentionInDays: 7 },
    ],
    [
      'a trail of the same name',
      refOf('cloudtrail-trail', 'audit'),
      { logging: true, multiRegion: true, globalServices: true },
      { logging: false, multiRegion: true, globalServices: true },
      'cloudtrail:StopLogging',
      { name: 'audit' },
    ],
  ];

  test.each(cases)('leaves %s alone', async (_, ref, right, wrong, name, request) => {
    const stage = createStage({ rules: ['log-group-deleted-or-short-retention', 'cloudtrail-stopped-or-deleted'] });
    await stage.put(ref, right);
    stage.world.cloud.set(refKey(ref), wrong);
    const record = trailRecord(name, { at: timeIn(stage.world), request, account: STRANGER });
    for (const account of [ACCOUNT, STRANGER]) await send(stage, envelope(record, account));
    expect(stage.events()).toEqual([]);
    expect(stage.stateOf(ref)).toEqual(wrong);
  });
});

describe('a message that did not come from EventBridge', () => {
  function forge(stage: Stage, record: object) {
    const forged = { ...record, eventID: 'forged', userIdentity: assumedRole('deployer', 'ci') };
    return send(stage, envelope(forged), 'AROAMALLORY000000000:mallory');
  }

  test('cannot make a trusted deployer of somebody: it is closed, and the deployer is not named', async () => {
    const stage = createStage({ rules: [RULE], settings: { trustedDeployers: ['deployer'] } });
    await stage.look(GROUP);
    await forge(stage, open(stage));
    expect(isOpen(stage)).toBe(false);
    expect(stage.read()).not.toContain('deployer');
  });

  test('cannot keep the real author from being told', async () => {
    const stage = createStage({ rules: [RULE], remediation: 'approve' });
    const record = open(stage, ssoUser('jane@example.com', 'Developer'));
    await forge(stage, record);
    stage.world.deliver(record);
    await stage.world.settle();
    expect(stage.read()).toContain('jane@example.com');
    expect(stage.read()).not.toContain('deployer');
  });

  test.each([
    ['another account', { kind: 'security-group', account: STRANGER, region: REGION, id: GROUP.id }],
    ['a region that is a host', { kind: 'security-group', account: ACCOUNT, region: 'x@127.0.0.1:1/#', id: GROUP.id }],
    ['a kind that every object has', { kind: '__proto__', account: ACCOUNT, region: REGION, id: 'x' }],
    ['another such kind', { kind: 'constructor', account: 'a|b', region: 'r|s', id: 'x' }],
  ])('and names %s, has nothing read', async (_, ref) => {
    const stage = createStage({ rules: [RULE] });
    const before = stage.world.calls.filter((call) => call === 'read').length;
    await send(stage, { refs: [ref] });
    expect(stage.world.calls.filter((call) => call === 'read')).toHaveLength(before);
    expect(stage.events()).toEqual([]);
  });
});

describe('whoever pretends to be the trusted deployer is put back:', () => {
  const sourceIdentity = {
    ...assumedRole('Dev', 'x'),
    sessionContext: {
      sessionIssuer: { type: 'Role', arn: `arn:aws:iam::${ACCOUNT}:role/Dev`, accountId: ACCOUNT, userName: 'Dev' },
      sourceIdentity: 'deployer',
    },
  };
  const ofAnother = JSON.parse(JSON.stringify(assumedRole('deployer', 'x')).replaceAll(ACCOUNT, STRANGER)) as Identity;

  test.each([
    ['a session of that name', assumedRole('Dev', 'deployer')],
    ['a source identity of that name', sourceIdentity],
    ['a permission set of that name', ssoUser('mallory@example.com', 'deployer')],
    ['a role of that name in another account', ofAnother],
  ])('%s', async (_, by) => {
    const stage = createStage({
      rules: [RULE],
      settings: { trustedDeployers: [`arn:aws:iam::${ACCOUNT}:role/deployer`] },
    });
    stage.world.deliver(open(stage, by));
    await stage.world.settle();
    expect(isOpen(stage)).toBe(false);
  });

  test('whose user agent is CloudFormation, while no service made the call', async () => {
    const stage = createStage({ rules: [RULE], settings: { trustedDeployers: ['cloudformation'] } });
    const cloudformation = 'cloudformation.amazonaws.com';
    stage.world.deliver({ ...open(stage), userAgent: cloudformation, sourceIPAddress: cloudformation });
    await stage.world.settle();
    expect(isOpen(stage)).toBe(false);
  });

  test('while the deployer itself, and CloudFormation itself, are left alone', async () => {
    for (const by of [assumedRole('deployer', 'ci'), through('cloudformation', assumedRole('Dev', 'x'))]) {
      const stage = createStage({ rules: [RULE], settings: { trustedDeployers: ['deployer', 'cloudformation'] } });
      stage.world.deliver(open(stage, by));
      await stage.world.settle();
      expect(isOpen(stage)).toBe(true);
      expect(stage.types()).toEqual(['opened']);
    }
  });

  test("and a role of Plumbline's name in another account is not taken for Plumbline", async () => {
    const stage = createStage({ rules: [RULE] });
    const by = JSON.parse(JSON.stringify(assumedRole(OWN_ROLE, 's')).replaceAll(ACCOUNT, STRANGER)) as Identity;
    stage.world.deliver(open(stage, by));
    await stage.world.settle();
    expect(isOpen(stage)).toBe(false);
  });
});

describe('what an event says of itself', () => {
  test.each(['2001-01-01T00:00:00Z', '2199-01-01T00:00:00Z'])(
    'the time %s: it is closed, and so is what is opened later',
    async (eventTime) => {
      const stage = createStage({ rules: [RULE] });
      await stage.look(GROUP);
      stage.world.deliver({ ...open(stage, iamUser('mallory')), eventTime });
      await stage.world.settle();
      expect(isOpen(stage)).toBe(false);
      stage.world.deliver(open(stage));
      await stage.world.settle();
      expect(isOpen(stage)).toBe(false);
    },
  );

  test('a time before all logs: the message ends in the dead-letter queue, and what is opened later is closed', async () => {
    const stage = createStage({ rules: [RULE] });
    stage.world.deliver({ ...open(stage, iamUser('mallory')), eventTime: '0001-01-01T00:00:00Z' });
    await stage.world.settle();
    expect(stage.world.dead).toEqual(['changes']);
    stage.world.deliver(open(stage));
    await stage.world.settle();
    expect(isOpen(stage)).toBe(false);
  });

  test('control characters, markup and a user agent of five thousand letters reach people without harm', async () => {
    const stage = createStage({ rules: [RULE] });
    const session = 'a\'b"; $(touch x) <!here>\u001b[31m\n::error::x';
    const userAgent = `x' \u001b[2J\u009b31m \u202e <script>alert(1)</script> <!channel> \`\`\` ${'A'.repeat(5_000)}`;
    stage.world.deliver({
      ...open(stage, assumedRole('Dev', session)),
      userAgent,
      sourceIPAddress: "1.2.3.4'; ls\u202e",
    });
    await stage.world.settle();
    const text = stage.read();
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    expect(
      text
        .split('\n')
        .filter((line) => line.includes('"blocks"'))
        .join(''),
    ).not.toMatch(/<!here>|<!channel>|<script>/);
    expect(text).not.toMatch(/^::error/m);
    expect(text).not.toContain('A'.repeat(2_000));
  });

  const deep = `${'['.repeat(20_000)}1${']'.repeat(20_000)}`;
  test.each([
    ['nothing', ''],
    ['no JSON', 'not json'],
    ['half of an object', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['refs that are none', '{"refs":[null,1,"x",{}]}'],
    ['refs that are twenty thousand lists', `{"refs":${deep}}`],
    ['a number for its source', '{"detail-type":"AWS API Call via CloudTrail","detail":{"eventSource":1}}'],
  ])('%s: the message comes again and disturbs nobody', async (_, body) => {
    const stage = createStage({ rules: [RULE] });
    const record = open(stage);
    await send(stage, body);
    stage.world.deliver(record);
    await stage.world.settle();
    expect(isOpen(stage)).toBe(false);
  });

  test('five hundred times the same: few reads, and it is told once', async () => {
    const stage = createStage({ rules: [RULE] });
    const record = open(stage);
    for (let nth = 0; nth < 500; nth += 1) stage.world.deliver({ ...record, eventID: `again-${nth}` });
    const before = stage.world.calls.filter((call) => call === 'read').length;
    await stage.world.settle();
    expect(stage.types()).toEqual(['opened', 'remediated']);
    expect(stage.world.calls.filter((call) => call === 'read').length - before).toBeLessThan(150);
  });
});

test('a token in a condition of a policy is not told', async () => {
  const TOKEN = 's3cr3t-referer-token-9f8e7d6c5b4a';
  const bucket = refOf('s3-bucket', 'site');
  const open = {
    blockPublicAcls: false,
    ignorePublicAcls: false,
    blockPublicPolicy: false,
    restrictPublicBuckets: false,
  };
  const statement = {
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: 'arn:aws:s3:::site/*',
    Condition: { StringEquals: { 'aws:Referer': TOKEN } },
  };
  const stage = createStage({ rules: ['s3-bucket-policy-public'] });
  await stage.put(bucket, { acl: [], policy: null, blockPublicAccess: open });
  await stage.put(bucket, {
    acl: [],
    policy: { Version: '2012-10-17', Statement: [statement] },
    blockPublicAccess: open,
  });
  expect(stage.events().length).toBeGreaterThan(0);
  expect(stage.read()).not.toContain(TOKEN);
  expect(stage.sent()).not.toContain(TOKEN);
});

describe('a secret in the environment of an ECS task', () => {
  const PASSWORD = 'hunter2-db-Pa55w0rd-9f8e7d6c';
  const task = {
    family: 'web',
    containerDefinitions: [{ name: 'app', image: 'app', environment: [{ name: 'DB_PASSWORD', value: PASSWORD }] }],
  };
  const taskDefinitionArn = `arn:aws:ecs:${REGION}:${ACCOUNT}:task-definition/web:7`;
  const registration = trailRecord('ecs:RegisterTaskDefinition', {
    request: task,
    response: { taskDefinition: { ...task, taskDefinitionArn, revision: 7 } },
  });

  test('is not in the dead-letter queue, where the event cannot be handled', async () => {
    const stage = createStage({ rules: ['ecs-secret-in-environment'] });
    const letter = await deadLetterOf({ id: 'm', body: JSON.stringify(envelope(registration)) }, stage.world.ports());
    expect(letter?.refs).toMatchObject([{ kind: 'ecs-task-definition', id: 'web' }]);
    expect(JSON.stringify(letter)).not.toContain(PASSWORD);
  });

  test('is neither told nor in the finding, where the event is handled', async () => {
    const stage = createStage({ rules: ['ecs-secret-in-environment'], remediation: 'approve' });
    stage.world.deliver(registration);
    await stage.world.settle();
    expect(stage.types()).toContain('opened');
    for (const text of [stage.read(), stage.sent(), JSON.stringify(stage.events())])
      expect(text).not.toContain(PASSWORD);
  });
});

test('a short password cannot be guessed from its fingerprint in the table', () => {
  const [password, salt] = [new Redacted('hunter2'), 'the salt, which is in the table'];
  useFingerprintKey(new Redacted('the key, which is not in the table'));
  const stored = password.fingerprint(salt);
  const guesses = ['sha256', 'sha1', 'md5'].flatMap((hash) => [
    createHash(hash).update('hunter2').digest('hex'),
    createHash(hash).update(`${salt}hunter2`).digest('hex'),
    createHmac(hash, salt).update('hunter2').digest('hex'),
    createHmac(hash, createHmac(hash, '').update(salt).digest()).update('hunter2').digest('hex'),
  ]);
  for (const guess of guesses) expect(guess).not.toContain(stored);
  useFingerprintKey(new Redacted('the key of another deployment'));
  expect(password.fingerprint(salt)).not.toBe(stored);
});
