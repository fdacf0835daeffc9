import { describe, expect, test } from 'vitest';
import { eventsIn } from '../../shared/notify/records.ts';
import { payloadOf } from '../../shared/notify/slack-payload.ts';
import { subjectOf, textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { AUDIT_PK } from '../../shared/store/table.ts';
import { REGION } from '../support/events.ts';
import { SHOWN } from '../support/shown.ts';
import { GROUP, SSH } from '../support/world.ts';
import { createStage, DAY, LEE, MINUTE, refOf, type Stage, timeIn } from './stage.ts';

/*
 * What people accept is what they have seen. Whoever switches Plumbline off is told to everybody else.
 */

const RULE = 'sg-open-ingress';
const ODD = { ...SSH, from: 8081, to: 8081 };
const TAG = 'plumbline:exempt';

async function open(stage: Stage, permission = SSH): Promise<void> {
  stage.world.clock.now += MINUTE;
  stage.world.change('Authorize', permission, timeIn(stage.world));
  await stage.world.settle();
}

describe('a tag', () => {
  test('covers what is wrong when it is first seen; what is opened later is told and closed', async () => {
    const stage = createStage({ rules: [RULE] });
    stage.world.tags[TAG] = 'until=2026-12-31 owner=security@example.com reason=health check';
    await open(stage, ODD);
    expect(stage.types()).toEqual(['exempted']);
    await open(stage, SSH);
    expect(stage.world.ingress().map(({ from }) => from)).toEqual([22, 8081]);
    expect(stage.types()).not.toEqual(['exempted']);
  });

  test('of the year 9999 accepts nothing', async () => {
    const stage = createStage({ rules: [RULE] });
    stage.world.tags[TAG] = 'until=9999-12-31 owner=security@example.com reason=ok';
    await open(stage);
    expect(stage.types()).toEqual(['opened', 'remediated']);
  });

  test('is named where it accepts something, so that nobody takes it for a decision of the owner', async () => {
    const stage = createStage({ rules: [RULE] });
    stage.world.tags[TAG] =
      'until=2026-12-31 owner=<!channel>security@example.com reason=ok *bold* <http://evil.example|click>';
    await open(stage);
    expect(stage.read()).toMatch(/\btag\b/);
    const slack = stage
      .sent()
      .split('\n')
      .filter((line) => line.includes('"blocks"'));
    expect(slack.join('')).not.toMatch(/<!channel>|<http:\/\/evil/);
  });
});

describe('an exemption', () => {
  test('does not cover what came after the alert that the person has read', async () => {
    const stage = createStage({ rules: [RULE] });
    await stage.world.ask({ do: 'pause', by: LEE, reason: 'a migration' });
    await open(stage, ODD);
    const seen = await stage.world.violations();
    await open(stage, SSH);
    const { id } = await stage.finding(RULE, GROUP);
    const answer = await stage.world.ask({
      do: 'exempt',
      finding: id,
      violations: seen,
      by: LEE,
      reason: '8081 is fine',
      until: '2026-12-31',
    });
    expect(answer.done).toContain('tcp/22');
    expect(await stage.finding(RULE, GROUP)).toMatchObject({ status: 'open' });
  });

  test.each(['9999-12-31', '2020-01-01', '2027-02-30', '0000-01-01', '2026-12-31T00:00:00Z'])(
    'until %s is refused with a sentence',
    async (until) => {
      const stage = createStage({ rules: [RULE], remediation: 'approve' });
      await open(stage);
      expect(await stage.exempt(RULE, GROUP, until)).toMatchObject({
        ok: false,
        error: expect.stringMatching(/^[A-Z"].*\.$/),
      });
    },
  );

  test('ends on the day that was named, and not on the next', async () => {
    const stage = createStage({ rules: [RULE], remediation: 'approve' });
    await open(stage);
    await stage.exempt(RULE, GROUP, '2026-03-10');
    expect(stage.events().at(-1)?.note).toContain('2026-03-10');
    expect(stage.read()).not.toContain('2026-03-11');
  });
});

describe('what has always been so', () => {
  test('is only proposed: the first sweep does not close a website from before the deployment', async () => {
    const bucket = refOf('s3-bucket', 'www-example-com');
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
      Resource: 'arn:aws:s3:::www-example-com/*',
    };
    const state = { acl: [], policy: { Version: '2012-10-17', Statement: [statement] }, blockPublicAccess: open };
    const stage = createStage({ rules: ['s3-bucket-block-public-access-off', 's3-bucket-policy-public'] });
    await stage.put(bucket, state);
    expect(stage.stateOf(bucket)).toEqual(state);
    expect(stage.types()).toContain('proposed');
  });
});

describe('pause, resume and reset', () => {
  test.each([
    ['pause', { reason: 'a migration' }],
    ['resume', {}],
    ['reset', { rule: RULE, account: GROUP.account }],
  ])('%s is told to people, with who asked for it', async (action, more) => {
    const stage = createStage({ rules: [RULE] });
    const { store } = stage.world;
    const before = stage.world.controls.length;
    expect(await stage.world.ask({ do: action, by: LEE, ...more })).toMatchObject({ ok: true });
    expect(stage.world.controls.slice(before)).toMatchObject([{ action, by: LEE }]);
    expect(await store.auditRecords()).toMatchObject([{ action, by: LEE }]);
    const [record] = await store.auditRecords();
    const NewImage = { pk: { S: AUDIT_PK }, sk: { S: record?.id ?? '' }, body: { S: JSON.stringify(record) } };
    const inStream = { eventName: 'INSERT', dynamodb: { NewImage } } as const;
    const [heard] = eventsIn([inStream]);
    const around = {
      region: REGION,
      title: String,
      service: () => 'ec2',
      shown: SHOWN,
      respond: 'respond',
      remediation: 'auto',
    } as const;
    const read = notificationOf(heard?.event ?? expect.fail('notify does not take it'), stage.world.clock.now, around);
    for (const text of [subjectOf(read), textOf(read), JSON.stringify(payloadOf(read))]) expect(text).toContain(LEE);
  });

  test('while it is paused nothing is changed, and what happened meanwhile waits for a person', async () => {
    const stage = createStage({ rules: [RULE] });
    await stage.world.ask({ do: 'pause', by: LEE, reason: 'a migration' });
    await open(stage);
    await stage.look(GROUP, DAY);
    expect(stage.world.ingress()).toHaveLength(2);
    expect(stage.types()).toContain('proposed');
  });
});

describe('a request that nobody would make by mistake', () => {
  const REQUESTS: readonly (readonly [string, unknown])[] = [
    ['another plan', { do: 'approve', plan: '0000000000000000', by: LEE }],
    ['no plan', { do: 'approve', by: LEE }],
    ['an unknown word', { do: 'approve', plan: '0000000000000000', by: LEE, force: true }],
    ['__proto__', JSON.parse('{"do":"undo","by":"x","__proto__":{"isAdmin":true}}')],
    ['constructor', { do: 'constructor' }],
    ['a list', [{ do: 'log' }]],
    ['a text', 'show'],
    ['null', null],
    ['a number', 5],
    ['five million letters', { do: 'pause', by: 'x'.repeat(5_000_000), reason: 'r' }],
    ['blanks', { do: 'resume', by: '   ' }],
    ['a placeholder', { do: 'resume', by: '<you>' }],
    ['negative hours', { do: 'snooze', by: 'x', hours: -1 }],
    ['a billion hours', { do: 'snooze', by: 'x', hours: 1e9 }],
    ['hours as a text', { do: 'snooze', by: 'x', hours: '8' }],
    ['another finding', { do: 'show', finding: 'ffffffffffffffff' }],
    ['an injection', { do: 'show', finding: "' OR 1=1" }],
    ['an unknown rule', { do: 'reset', rule: 'nope', account: GROUP.account, by: 'x' }],
    ['no undo to do', { do: 'undo', by: 'x' }],
  ];

  test.each(REQUESTS)('%s is refused with a sentence, and changes nothing', async (_, request) => {
    const stage = createStage({ rules: [RULE], remediation: 'approve' });
    await open(stage);
    const { id } = await stage.finding(RULE, GROUP);
    const told = stage.events().length;
    const isObject = typeof request === 'object' && request !== null && !Array.isArray(request);
    const answer = await stage.world.ask((isObject ? { finding: id, ...request } : request) as object).then(
      (given) => given,
      (error: Error) => expect.fail(`it throws ${error.message}`),
    );
    expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(/^[A-Z"{].*\.$/s) });
    expect(answer.error?.length).toBeLessThan(1_000);
    expect(stage.events()).toHaveLength(told);
    expect(await stage.world.store.paused()).toBeUndefined();
  });

  test('with control characters and markup reaches people without them', async () => {
    const stage = createStage({ rules: [RULE], remediation: 'approve' });
    await open(stage);
    const { id } = await stage.finding(RULE, GROUP);
    const request = { do: 'exempt', finding: id, violations: await stage.world.violations(), until: '2026-12-31' };
    const by = 'eve <!channel> <@U123> <http://evil.example|ok> \u202Egnp.exe';
    // Nobody types these.
    for (const hidden of ['\u0007', '\u001b[31m', '\nFROM: ceo@example.com']) {
      const more = { by: `${by}${hidden}`, reason: 'a health check' };
      expect(await stage.world.ask({ ...request, ...more })).toMatchObject({ ok: false });
    }
    await stage.world.ask({ ...request, by, reason: 'one <!here> two' });
    expect(stage.types().at(-1)).toBe('exempted');
    expect(stage.read().replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
    const slack = stage
      .read()
      .split('\n')
      .filter((line) => line.includes('"blocks"'));
    expect(slack.join('')).not.toMatch(/<!channel>|<!here>|<@U123>|<http:\/\/evil/);
    expect(stage.read()).not.toMatch(/^FROM:/m);
  });
});
