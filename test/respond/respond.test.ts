import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describeActor } from '../../shared/core/actor.ts';
import { fingerprintOf } from '../../shared/core/plan.ts';
import { commandFor } from '../../shared/notify/command.ts';
import { calledByUrl, httpAnswer } from '../../shared/respond/caller.ts';
import { readRequest } from '../../shared/respond/request.ts';
import { surroundings } from '../notify/finding-events.ts';
import { bucketWorld, LATER, OWN, PUBLIC } from '../support/bucket-world.ts';
import { createWorld, GROUP, SSH } from '../support/world.ts';

async function drifted(remediation: 'off' | 'approve' | 'auto' = 'approve') {
  const world = createWorld({ remediation });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  return { world, finding: (await world.finding())?.id ?? expect.fail('no finding') };
}

describe('a request that cannot be carried out has an error that says what to do', () => {
  test.each<[string, object, RegExp]>([
    [
      'nothing',
      {},
      /"do" must be one of show, approve, undo, restore, exempt, snooze, pause, resume, reset, acknowledge, log, status, facts, list/,
    ],
    ['an unknown verb', { do: 'aprove' }, /"do" must be one of/],
    ['no name', { do: 'undo', finding: '0123456789abcdef' }, /"by" is missing/],
    ['no finding id', { do: 'undo', finding: 'sg-1', by: 'lee' }, /16 hexadecimal digits/],
    ['an unknown finding', { do: 'undo', finding: '0123456789abcdef', by: 'lee' }, /There is no finding/],
    ['an approval without a plan', { do: 'approve', finding: '0123456789abcdef', by: 'lee' }, /Name the plan/],
    ['an unknown member', { do: 'pause', by: 'lee', reason: 'x', now: true }, /now/],
    [
      'an unknown rule',
      { do: 'reset', rule: 'sg-open', account: '111122223333', by: 'lee' },
      /There is no rule sg-open/,
    ],
    ['an endless snooze', { do: 'snooze', finding: '0123456789abcdef', by: 'lee', hours: 1000 }, /hours/],
    ['an exemption without what was seen', { do: 'exempt', finding: '0123456789abcdef' }, /Name the violations/],
  ])('%s', async (_, request, expected) => {
    const { world } = await drifted();
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringMatching(expected) });
  });

  const ID = '0123456789abcdef';
  const DO =
    '"do" must be one of show, approve, undo, restore, exempt, snooze, pause, resume, reset, acknowledge, log, status, facts, list.';
  const OBJECT = 'A request is a JSON object, such as {"do":"show","finding":"16f3a7ca9f6a6fd8"}.';
  const PLAN =
    'Name the plan by its fingerprint of 16 hexadecimal digits. The alert names it, and so does {"do":"show"}.';
  const HOURS = '"hours" must be a number from 1 to 168, without quotes.';
  test.each<[unknown, string]>([
    [undefined, OBJECT],
    [null, OBJECT],
    [[{ do: 'log' }], OBJECT],
    [{ do: 'aprove' }, `${DO} Did you mean "approve"?`],
    [{ do: null }, DO],
    [{ do: ['log'] }, DO],
    [{ DO: 'log' }, DO],
    [
      { do: 'show', finding: '<id>' },
      '"finding" still has the placeholder <id>. Write your own text in its place. The id of a finding has 16 hexadecimal digits. Its alert names it.',
    ],
    [
      { do: 'show', finding: '…' },
      '"finding" still has the placeholder …. Write your own text in its place. The id of a finding has 16 hexadecimal digits. Its alert names it.',
    ],
    [
      { do: 'pause', by: 'lee', reason: 'because <why>' },
      '"reason" still has the placeholder <why>. Write your own text in its place.',
    ],
    [
      { do: 'pause', by: 'lee\nkim', reason: 'x' },
      '"by" must be one line, without line breaks and other hidden characters.',
    ],
    [{ do: 'snooze', finding: ID, violations: ID, by: 'lee', hours: null }, HOURS],
    [
      { do: 'reset', rule: 'sg-open-ingress', account: 111122223333, by: 'lee' },
      '"account" must have 12 digits, in quotes.',
    ],
    ['show', OBJECT],
    [[], OBJECT],
    [{}, DO],
    [{ do: 7 }, DO],
    [{ do: 'undo', finding: ID }, '"by" is missing.'],
    [{ do: 'undo', finding: ID, by: 7 }, '"by" must be a text in quotes.'],
    [{ do: 'undo', finding: ID, by: ' ' }, '"by" must not be empty.'],
    [{ do: 'undo', finding: ID, by: 'x'.repeat(501) }, '"by" must have at most 500 characters.'],
    [{ do: 'show', finding: 'sg-1' }, 'The id of a finding has 16 hexadecimal digits. Its alert names it.'],
    [{ do: 'approve', finding: ID, by: 'lee' }, PLAN],
    [{ do: 'approve', finding: ID, by: 'lee', plan: 'abc' }, PLAN],
    [{ do: 'snooze', finding: ID, violations: ID, by: 'lee', hours: '8' }, HOURS],
    [{ do: 'snooze', finding: ID, violations: ID, by: 'lee', hours: 0 }, HOURS],
    [{ do: 'snooze', finding: ID, violations: ID, by: 'lee', hours: 1000 }, HOURS],
    [
      { do: 'exempt', finding: ID, violations: ID, by: 'lee', reason: 'x', until: 'soon' },
      '"until" must be a day, such as "2027-01-31".',
    ],
    [{ do: 'reset', rule: 'sg-open-ingress', account: '1', by: 'lee' }, '"account" must have 12 digits, in quotes.'],
    [
      { do: 'exempt', finding: ID, violations: ID, by: '<you>', reason: ' <why> ', until: '<YYYY-MM-DD>' },
      '"by" still has the placeholder <you>. Write your own text in its place. "reason" still has the placeholder <why>. Write your own text in its place. "until" still has the placeholder <YYYY-MM-DD>. Write your own text in its place.',
    ],
    [
      { do: 'pause', by: '<name>', reason: 'x' },
      '"by" still has the placeholder <name>. Write your own text in its place.',
    ],
    [{ do: 'pause', by: ['lee'], reason: null }, '"by" must be a text in quotes. "reason" must be a text in quotes.'],
    [{ do: 'pause', by: 'lee', reason: 'x', now: true }, 'This request has no "now".'],
    [{ do: 'pause', by: 'lee', reason: 'x', a: 1, b: 2 }, 'This request has no "a" and no "b".'],
    [{ do: 'pause', hours: 1 }, '"by" is missing. "reason" is missing. This request has no "hours".'],
  ])('%j: all that is wrong, in sentences', (given, wrong) => {
    expect(readRequest(given)).toEqual({ wrong });
  });

  test('a hundred malformed requests: each answer is sentences in the words of the product', () => {
    const odd = [
      undefined,
      null,
      true,
      7,
      -1,
      1e300,
      Number.NaN,
      '',
      ' ',
      '\n',
      '\u202e',
      'x'.repeat(10_000),
      '<you>',
      [],
      [null],
      {},
      { a: 1 },
    ];
    const whole = {
      finding: ID,
      plan: ID,
      violations: ID,
      by: 'lee',
      reason: 'x',
      until: '2027-01-31',
      hours: 8,
      rule: 'r',
      account: '111122223333',
    };
    const verbs = ['show', 'approve', 'undo', 'exempt', 'snooze', 'pause', 'resume', 'reset', 'log', 'Approve', ...odd];
    let count = 0;
    for (const verb of verbs) {
      for (const [name, value] of Object.keys(whole).flatMap((each) => odd.map((one) => [each, one] as const))) {
        const read = readRequest({ do: verb, ...whole, [name]: value });
        if (!('wrong' in read)) continue;
        count += 1;
        expect(read.wrong).toMatch(/^("\w+" (is|must|still)|This request has no|The id of|Name the|A request is)/);
        expect(read.wrong).toMatch(/[.?]$/);
        expect(read.wrong).not.toMatch(
          /[\n\r\u202e]|invalid|expected|received|undefined|\bNaN\b|string|object Object|regex|zod|Too (big|small)/i,
        );
        expect(read.wrong.length).toBeLessThan(1_500);
      }
    }
    expect(count).toBeGreaterThan(1_000);
  });

  test('an approval or an undo if remediation is not deployed', async () => {
    const { world, finding } = await drifted('off');
    for (const answer of [await world.approve('lee'), await world.ask({ do: 'undo', finding, by: 'lee' })]) {
      expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('not deployed') });
    }
  });

  test.each([
    ['rule', { remediation: 'off' as const }],
    ['account', { remediationByAccount: { [GROUP.account]: 'off' as const } }],
  ])('an approval if remediation of the %s is off', async (_, narrowed) => {
    const world = createWorld({
      remediation: 'approve',
      settings: (all) => ({ ...all, rules: all.rules.map((each) => ({ ...each, ...narrowed })) }),
    });
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    expect(await world.approve('lee')).toMatchObject({
      ok: false,
      error: expect.stringMatching(/is off in 111122223333/),
    });
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('an exemption that has ended already', async () => {
    const { world, finding } = await drifted();
    const violations = await world.violations();
    const request = { do: 'exempt', finding, violations, by: 'lee', reason: 'x', until: '2020-01-01' };
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringContaining('over already') });
  });

  test('an exemption for more than a year', async () => {
    const { world, finding } = await drifted();
    const violations = await world.violations();
    const until = (day: string) => world.ask({ do: 'exempt', finding, violations, by: 'lee', reason: 'x', until: day });
    expect(await until('9999-12-31')).toMatchObject({
      ok: false,
      error: 'An exemption may last 365 days. Name an earlier day.',
    });
    expect(await until('2027-03-02')).toMatchObject({ ok: true });
  });

  test('an undo of a finding that was never remediated', async () => {
    const { world, finding } = await drifted();
    expect(await world.ask({ do: 'undo', finding, by: 'lee' })).toMatchObject({ ok: false });
  });
});

describe('a request by a person', () => {
  test('exempt covers the violations of that time, and a new violation is reported', async () => {
    const { world, finding } = await drifted();
    const violations = await world.violations();
    const request = { do: 'exempt', finding, violations, by: 'lee', reason: 'bastion', until: '2026-12-31' };
    expect(await world.ask(request)).toMatchObject({ ok: true, finding: { status: 'exempt' } });
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'exempted']);
    world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, '2026-03-02T10:00:00Z');
    await world.settle();
    expect(world.eventTypes()).toContain('reopened');
    const event = world.store.events().find(({ type }) => type === 'reopened');
    expect(event?.note).toBe('The exemption of lee does not cover what is wrong now.');
  });

  const MYSQL = { ...SSH, from: 3306, to: 3306 };

  test('exempt covers what the alert showed: what came since is not accepted, and the answer says so', async () => {
    const { world, finding } = await drifted('off');
    const alert = world.store.events()[0] ?? expect.fail('nothing was told');
    const line = commandFor(alert, { ...surroundings, remediation: 'off' })?.line ?? '';
    const command = JSON.parse(/'(.*)'/.exec(line)?.[1] ?? '{}') as object;
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    const answer = await world.ask({ ...command, by: 'lee', reason: 'bastion', until: '2026-12-31' });
    expect(answer).toMatchObject({ ok: true, finding: { id: finding, status: 'open' } });
    expect(answer.done).toMatch(
      /^The violations that you named are accepted\. This is new since the alert and is not accepted: tcp\/3306 /,
    );
    const event = world.store.events().at(-1);
    expect(event?.type).toBe('exempted');
    expect(event?.note).toBe(
      'Accepted by lee until 2026-12-31: bastion. This does not cover everything that is wrong now.',
    );
    world.change('Revoke', MYSQL, '2026-03-02T11:00:00Z');
    await world.settle();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
  });

  test('a snooze, too, covers only what was seen', async () => {
    const { world, finding } = await drifted('off');
    const violations = await world.violations();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    await world.ask({ do: 'snooze', finding, violations, by: 'lee', hours: 2 });
    expect(await world.finding()).toMatchObject({ status: 'open' });
  });

  test('violations that no alert showed cannot be accepted', async () => {
    const { world, finding } = await drifted('off');
    const request = { do: 'snooze', finding, violations: '0123456789abcdef', by: 'lee', hours: 2 };
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringMatching(/no recent alert/) });
    expect(world.eventTypes()).toEqual(['opened']);
  });

  test('what was seen and is right by now cannot be accepted', async () => {
    const { world, finding } = await drifted('off');
    const violations = await world.violations();
    world.change('Authorize', MYSQL, '2026-03-02T10:00:00Z');
    await world.settle();
    world.change('Revoke', SSH, '2026-03-02T10:30:00Z');
    await world.settle();
    const request = { do: 'snooze', finding, violations, by: 'lee', hours: 2 };
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringContaining('has changed') });
  });

  test('the last day of an exemption is told as that day', async () => {
    const { world, finding } = await drifted('off');
    const violations = await world.violations();
    await world.ask({ do: 'exempt', finding, violations, by: 'lee', reason: 'bastion', until: '2026-03-04' });
    expect(world.store.events().at(-1)?.note).toBe('Accepted by lee until 2026-03-04: bastion');
    world.clock.now = Date.parse('2026-03-04T23:59:59Z');
    await world.sweep();
    expect(await world.finding()).toMatchObject({ status: 'exempt' });
    world.clock.now = Date.parse('2026-03-05T00:00:00Z');
    await world.sweep();
    expect(world.store.events().at(-1)?.note).toBe('The exemption of lee ended on 2026-03-04.');
  });

  test('snooze ends by itself', async () => {
    const { world, finding } = await drifted('off');
    await world.ask({ do: 'snooze', finding, violations: await world.violations(), by: 'lee', hours: 2 });
    world.clock.now += 60 * 60 * 1000;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'exempted']);
    world.clock.now += 2 * 60 * 60 * 1000;
    await world.sweep();
    expect(world.eventTypes()).toEqual(['opened', 'exempted', 'reopened']);
  });

  test('show returns the finding', async () => {
    const { world, finding } = await drifted();
    expect(await world.ask({ do: 'show', finding })).toMatchObject({
      ok: true,
      finding: { id: finding, status: 'open' },
    });
  });
});

test('log returns who paused, resumed and reset remediation, the latest first', async () => {
  const { world } = await drifted();
  await world.ask({ do: 'pause', by: 'lee', reason: 'migration' });
  world.clock.now += 1_000;
  await world.ask({ do: 'resume', by: 'kim' });
  world.clock.now += 1_000;
  await world.ask({ do: 'reset', rule: 'sg-open-ingress', account: GROUP.account, by: 'jane' });
  await world.ask({ do: 'reset', rule: 'no-such-rule', account: GROUP.account, by: 'jane' });
  expect(await world.ask({ do: 'log' })).toMatchObject({
    ok: true,
    auditRecords: [
      { action: 'reset', by: 'jane', note: 'sg-open-ingress may remediate by itself again in 111122223333.' },
      { action: 'resume', by: 'kim' },
      { action: 'pause', by: 'lee', note: 'migration' },
    ],
  });
});

describe('an approval is for one plan', () => {
  /** A public bucket whose plan was proposed. */
  async function proposed() {
    const bucket = await bucketWorld({ remediation: 'approve' });
    await bucket.world.act(await bucket.sweep());
    const seen = fingerprintOf((await bucket.storedFinding()).finding.plan);
    const approve = async (plan: string) =>
      bucket.world.ask({ do: 'approve', finding: (await bucket.storedFinding()).finding.id, plan, by: 'lee' });
    return { ...bucket, seen, approve };
  }

  test('the command in the alert names the plan', async () => {
    const { world, seen, approve, sweep, sids } = await proposed();
    const event = world.store.events().at(-1) ?? expect.fail('nothing was proposed');
    expect(commandFor(event, surroundings)?.line).toContain(`"plan":"${seen}"`);
    await sweep();
    expect(await approve(seen)).toMatchObject({ ok: true });
    await world.settle();
    expect(sids()).toEqual(['own']);
  });

  test('when a read gives another plan, the new plan is proposed, and the old plan cannot be approved', async () => {
    const { world, setPolicy, seen, approve, sweep, sids, storedFinding } = await proposed();
    setPolicy(OWN, LATER, PUBLIC);
    const event = await sweep();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'proposed']);
    expect(event.note).toMatch(/The resource has changed since the last proposal, so the plan has changed too\.$/);
    expect(await approve(seen)).toMatchObject({ ok: false, error: expect.stringMatching(/Look at the new plan/) });
    const plan = fingerprintOf((await storedFinding()).finding.plan);
    expect(await world.ask({ do: 'show', finding: event.finding.id })).toMatchObject({ plan });
    expect(await approve(plan)).toMatchObject({ ok: true });
    await world.settle();
    expect(sids()).toEqual(['own', 'later']);
  });

  test('the new plan is proposed only once', async () => {
    const { world, setPolicy, sweep } = await proposed();
    setPolicy(OWN, LATER, PUBLIC);
    for (let sweeps = 0; sweeps < 3; sweeps += 1) await world.act(await sweep());
    await world.settle();
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'proposed']);
  });

  test('when the plan changes after the approval, nothing is done and the new plan is proposed', async () => {
    const { world, setPolicy, seen, approve, sids } = await proposed();
    await approve(seen);
    setPolicy(OWN, LATER, PUBLIC);
    await world.settle();
    expect(sids()).toEqual(['own', 'later', 'public']);
    expect(world.eventTypes()).toEqual(['opened', 'proposed', 'approved', 'proposed', 'failed']);
  });
});

test('the guide lists every request', () => {
  const { wrong } = readRequest({ do: 'nothing' }) as { readonly wrong: string };
  const names = wrong.replace(/.* one of (.*)[.]$/, '$1').split(', ');
  expect(names.length).toBeGreaterThan(8);
  const guide = readFileSync(new URL('../../docs/deploy.md', import.meta.url), 'utf8');
  const listed = [...guide.matchAll(/^\| `(\{"do".*\})` \|/gm)].map(
    ([, request = '']) => JSON.parse(request) as { do: string },
  );
  expect(listed.map((request) => request.do).sort()).toEqual(names.sort());
});

describe('who may ask', () => {
  const ADMIN = 'arn:aws:sts::111122223333:assumed-role/Admin/jane';
  const allowed = {
    pause: ['arn:aws:sts::111122223333:assumed-role/Admin/*'],
    approve: ['arn:aws:iam::111122223333:user/lee'],
  };
  const world = (options: { readonly identity?: string } = {}) =>
    createWorld({ remediation: 'approve', ...options, settings: (all) => ({ ...all, requests: { allowed } }) });
  const pause = { do: 'pause', by: 'lee', reason: 'Migration.' };

  test('is decided by the identity that AWS gives, and by no name in the request', async () => {
    expect(await world({ identity: ADMIN }).ask(pause)).toMatchObject({ ok: true });
    const stranger = world({ identity: 'arn:aws:sts::111122223333:assumed-role/Reader/Admin' });
    expect(await stranger.ask({ ...pause, by: ADMIN })).toEqual({
      ok: false,
      error:
        'arn:aws:sts::111122223333:assumed-role/Reader/Admin may not ask for "pause". plumbline.yml says who may: requests.allowed.pause.',
    });
    expect(await stranger.store.paused()).toBeUndefined();
    expect(await stranger.ask({ do: 'resume', by: 'lee' })).toMatchObject({ ok: true });
  });

  test('is nobody where AWS does not say who asks', async () => {
    const unknown = world();
    expect((await unknown.ask(pause)).error).toMatch(
      /^plumbline\.yml says who may ask for "pause", and Lambda does not say/,
    );
    expect(await unknown.store.paused()).toBeUndefined();
  });

  test('the identity is recorded beside the name', async () => {
    const one = world({ identity: ADMIN });
    await one.ask(pause);
    expect((await one.ask({ do: 'log' })).auditRecords).toMatchObject([{ by: 'lee', identity: ADMIN }]);
  });

  test('an approval and its run carry the identity, or say that the name is not verified', async () => {
    const approved = async (identity?: string) => {
      const one = createWorld({ remediation: 'approve', ...(identity === undefined ? {} : { identity }) });
      one.change('Authorize', SSH, '2026-03-02T09:00:00Z');
      await one.settle();
      await one.approve('lee');
      await one.settle();
      const [event, remediated] = one.store.events().slice(-2);
      return { event, remediated, run: one.begun[0]?.run };
    };
    const known = await approved(ADMIN);
    expect(known.event?.cause.actor).toEqual({ type: 'person', name: 'lee', arn: ADMIN });
    expect(known.run?.approvedBy).toBe(`lee (${ADMIN})`);
    expect(known.remediated?.note).toBe(`Approved by lee (${ADMIN}).`);
    const unknown = await approved();
    expect(unknown.event?.cause.actor).toEqual({ type: 'person', name: 'lee', unverified: true });
    expect(describeActor(unknown.event?.cause.actor ?? expect.fail('no actor'))).toBe('lee (name not verified)');
    expect(unknown.run?.approvedBy).toBe('lee');
  });

  test('an undo carries the identity too', async () => {
    const one = createWorld({ remediation: 'auto', identity: ADMIN });
    one.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await one.settle();
    await one.ask({ do: 'undo', finding: (await one.finding())?.id, by: 'lee' });
    await one.settle();
    expect(one.store.events().at(-1)).toMatchObject({
      type: 'undone',
      note: expect.stringContaining(`lee (${ADMIN})`),
    });
  });
});

describe('a call of the function URL', () => {
  const event = (body: string, parts: object = {}) => ({
    version: '2.0',
    requestContext: {
      authorizer: { iam: { userArn: 'arn:aws:iam::111122223333:user/lee', accountId: '111122223333' } },
    },
    body,
    isBase64Encoded: false,
    ...parts,
  });
  const ASKED = { do: 'log' };

  test.each([
    ['plain', event(JSON.stringify(ASKED))],
    ['encoded', event(Buffer.from(JSON.stringify(ASKED)).toString('base64'), { isBase64Encoded: true })],
  ])('names its caller: %s', (_, given) => {
    expect(calledByUrl(given)).toEqual({ given: ASKED, identity: 'arn:aws:iam::111122223333:user/lee' });
  });

  test('that is no JSON asks for nothing', () => {
    expect(readRequest(calledByUrl(event('do=log'))?.given)).toMatchObject({
      wrong: expect.stringMatching(/^A request is/),
    });
  });

  test.each([
    ['a direct call', ASKED],
    ['no identity', event('{}', { requestContext: { http: { method: 'POST' } } })],
    ['another authentication', event('{}', { requestContext: { authorizer: { iam: { userArn: 7 } } } })],
    ['nothing', undefined],
  ])('is not %s', (_, given) => {
    expect(calledByUrl(given)).toBeUndefined();
  });

  test('is answered by HTTP', () => {
    expect(httpAnswer({ ok: false, error: 'No.' })).toMatchObject({
      statusCode: 400,
      body: '{"ok":false,"error":"No."}\n',
    });
  });
});
