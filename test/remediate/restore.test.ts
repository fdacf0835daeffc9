import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { FindingEvent } from '../../shared/core/finding.ts';
import { refKey } from '../../shared/core/ref.ts';
import { freeze } from '../../shared/core/state.ts';
import { textOf } from '../../shared/notify/sns.ts';
import { notificationOf } from '../../shared/notify/text.ts';
import { BUCKET, LATER, OWN, onOnePolicy, PUBLIC, statement, TLS } from '../support/bucket-world.ts';
import { putting } from '../support/overwriting.ts';
import type { Fault } from '../support/process.ts';
import { SHOWN } from '../support/shown.ts';
import type { Options, World } from '../support/world.ts';

/*
 * Jane gave a reader access while Plumbline closed the bucket, and Plumbline's write took that away again. Once her event has
 * come, people can ask Plumbline to bring it back.
 */

const MORE = statement('more', { AWS: 'arn:aws:iam::111122223333:role/auditor' });

async function overwritten(options: Options = {}) {
  let fault: ((call: string) => Fault | undefined) | undefined;
  const made = await putting([OWN, LATER, PUBLIC], { ...options, fault: (call) => fault?.(call) });
  await made.arrive();
  const [event] = made.overwritten();
  const { world } = made;
  const ask = (by = 'lee@example.com') =>
    world.ask({ do: 'restore', event: event?.id ?? expect.fail('nothing was overwritten'), by });
  return {
    ...made,
    event: event ?? expect.fail('nothing was overwritten'),
    ask,
    /** What goes wrong from now on. */
    failing(next: (call: string) => Fault | undefined) {
      fault = next;
    },
  };
}

const last = ({ store }: World): FindingEvent => store.events().at(-1) ?? expect.fail('nothing was recorded');
const since = (world: World) => world.eventTypes().slice(world.eventTypes().indexOf('overwritten'));
const applied = ({ calls }: World) => calls.filter((call) => call === 'apply').length;
const frozen =
  ({ cloud, store }: World) =>
  async () =>
    freeze(cloud.get(refKey(BUCKET)) ?? {}, (await store.resource(BUCKET)).salt ?? '');

describe('a change that was overwritten', () => {
  test('is brought back once a person asks for it, and is told with who asked', async () => {
    const { world, sids, ask } = await overwritten();
    expect(sids()).toEqual(['own']);
    expect(await ask()).toMatchObject({ ok: true, done: 'The restore was queued. An alert follows when it is done.' });
    await world.settle();
    expect(sids().toSorted()).toEqual(['later', 'own']);
    expect(last(world)).toMatchObject({
      type: 'restored',
      note: expect.stringMatching(/^Requested by lee@example\.com.*\. Carried out: .*later/),
      finding: { status: 'resolved' },
    });
    await world.sweep([BUCKET]);
    expect(since(world)).toEqual(['overwritten', 'restored']);
    expect(world.dead).toEqual([]);
  });

  test('is not brought back by anybody but a person, in any mode', async () => {
    const { world, sids } = await overwritten();
    await world.sweep([BUCKET]);
    world.clock.now += 24 * 60 * 60_000;
    await world.sweep([BUCKET]);
    expect(sids()).toEqual(['own']);
  });

  test('has an alert with the command that brings it back, and another with the one that undoes that', async () => {
    const { world, event, ask } = await overwritten();
    const around = {
      region: 'eu-west-1',
      title: () => 'S3 bucket',
      service: () => 's3',
      shown: SHOWN,
      respond: 'plumbline-prod-respond',
      remediation: 'auto' as const,
    };
    const textFor = (of: FindingEvent) => textOf(notificationOf(of, world.clock.now, around));
    expect(textFor(event)).toContain(
      `To bring the change back:\necho '{"do":"restore","event":"${event.id}","by":"<you>"}'`,
    );
    const off = notificationOf(event, world.clock.now, { ...around, remediation: 'off' });
    expect(off.command).toBeUndefined();
    await ask();
    await world.settle();
    expect(textFor(last(world))).toContain('A change that a remediation had overwritten is back.');
    expect(textFor(last(world))).toContain('"do":"undo"');
  });

  test('keeps the state before it: the restore can be undone, and then the remediation', async () => {
    const { world, event, sids, ask } = await overwritten();
    const before = await frozen(world)();
    await ask();
    await world.settle();
    expect((await world.store.run(`restore-${event.id}`))?.before).toEqual(before);
    const undo = { do: 'undo', finding: event.finding.id, by: 'lee@example.com' };
    expect(await world.ask(undo)).toMatchObject({ ok: true });
    await world.settle();
    expect(sids()).toEqual(['own']);
    expect(last(world)).toMatchObject({ type: 'undone', finding: { status: 'resolved' } });
    expect(await world.ask(undo)).toMatchObject({ ok: true });
    await world.settle();
    expect(sids()).toEqual(['own', 'public']);
    expect(last(world)).toMatchObject({ type: 'undone', finding: { status: 'exempt' } });
  });

  test('is brought back once, whoever else asks at the same time, later, or by a copy of the message', async () => {
    const { world, event, ask } = await overwritten();
    const before = applied(world);
    await ask('lee@example.com');
    await ask('kim@example.com');
    const copies = world.waiting.map(({ body }) => body);
    await world.turnTwice();
    await world.settle();
    for (const copy of copies) world.send(copy);
    await world.settle();
    expect(applied(world) - before).toBe(1);
    expect(world.eventTypes().filter((type) => type === 'restored')).toHaveLength(1);
    expect(world.eventTypes()).not.toContain('failed');
    expect(await ask()).toMatchObject({ ok: false, error: 'The change was brought back already.' });
    expect(world.overlapping).toEqual([]);
    expect((await world.store.run(`restore-${event.id}`))?.status).toBe('done');
  });

  test('is not brought back over what somebody has changed since', async () => {
    const { world, sids, ask, setPolicy } = await overwritten();
    setPolicy(OWN, MORE);
    await ask();
    await world.settle();
    expect(sids()).toEqual(['own', 'more']);
    expect(last(world)).toMatchObject({
      type: 'failed',
      note: 'Step 1 of 1 of the restore was not carried out. Somebody has changed since then what the restore would overwrite: policy.',
    });
  });

  test('is not brought back over what somebody changes at the last moment', async () => {
    const { world, sids, ask, setPolicy, failing } = await overwritten();
    failing((call) => {
      if (call === 'begin') setPolicy(OWN, MORE);
      return undefined;
    });
    await ask();
    await world.settle();
    expect(sids()).toEqual(['own', 'more']);
    expect(last(world)).toMatchObject({ type: 'failed', note: expect.stringContaining('would overwrite: policy') });
  });

  test('is not brought back to a resource that was deleted', async () => {
    const { world, ask } = await overwritten();
    world.cloud.delete(refKey(BUCKET));
    await ask();
    await world.settle();
    expect(world.eventTypes()).not.toContain('restored');
    expect(world.store.events().filter(({ type }) => type === 'failed')).toMatchObject([
      { note: expect.stringContaining('The resource is gone.') },
    ]);
  });
});

describe('a pause', () => {
  test('stops a restore, with an answer; after it, the restore can be requested again', async () => {
    const { world, sids, ask } = await overwritten();
    await world.ask({ do: 'pause', by: 'kim', reason: 'A test.' });
    await ask();
    await world.settle();
    expect(sids()).toEqual(['own']);
    expect(last(world)).toMatchObject({
      type: 'failed',
      note: expect.stringMatching(
        /^The restore that lee@example\.com.* requested was not carried out\. Remediation is paused by kim/,
      ),
    });
    await world.ask({ do: 'resume', by: 'kim' });
    world.clock.now += 1_000;
    await ask();
    await world.settle();
    expect(sids().toSorted()).toEqual(['later', 'own']);
  });

  test.each(['begin', 'proceed'])('that comes at the last moment (%s) stops it too', async (moment) => {
    const { world, sids, ask, failing } = await overwritten();
    let paused: Promise<unknown> | undefined;
    failing((call) => {
      if (call === moment) paused ??= world.ask({ do: 'pause', by: 'kim', reason: 'A test.' });
      return undefined;
    });
    await ask();
    await world.settle();
    await paused;
    // The step that was written as started is carried out; nothing that comes before it is.
    expect(sids().toSorted()).toEqual(moment === 'begin' ? ['own'] : ['later', 'own']);
    expect(last(world).type).toBe(moment === 'begin' ? 'failed' : 'restored');
  });
});

describe('a rule that objects', () => {
  test('to what would be back keeps it from being proposed', async () => {
    // The rule plans nothing for a policy that it cannot read.
    const { arrive, overwritten: all, world } = await putting([OWN, { ...PUBLIC, Effect: 'allow?' }]);
    await arrive();
    const [event] = all();
    expect(event).not.toHaveProperty('restore');
    expect(await world.ask({ do: 'restore', event: event?.id, by: 'lee' })).toMatchObject({
      ok: false,
      error: 'Plumbline cannot bring this change back. Its alert says why.',
    });
  });

  test('another rule of the same kind, counts as the rule of the remediation does', async () => {
    // Jane takes away the statement that asks for TLS, and Plumbline writes it again.
    const {
      arrive,
      overwritten: all,
      sids,
    } = await putting([OWN, LATER, PUBLIC], {
      settings: onOnePolicy,
      policy: [OWN, TLS, PUBLIC],
    });
    expect(sids()).toContain('tls');
    await arrive();
    const [event] = all();
    expect(event?.note).toMatch(/does not propose to bring it back .* because a rule objects to that: /);
    expect(event).not.toHaveProperty('restore');
  });

  test('by the settings of today, stops what was proposed earlier', async () => {
    // No rule asks for TLS when Jane takes that statement away, and one does when it is to be taken away again.
    const {
      arrive,
      overwritten: all,
      sids,
      world,
    } = await putting([OWN, LATER, PUBLIC], {
      settings: (settings) => ({ ...onOnePolicy(settings), rules: onOnePolicy(settings).rules.slice(0, 1) }),
      policy: [OWN, TLS, PUBLIC],
    });
    await arrive();
    const [event] = all();
    expect(event).toHaveProperty('restore');
    Object.assign(world.settings, onOnePolicy(defaultSettings(rules)));
    await world.ask({ do: 'restore', event: event?.id, by: 'lee' });
    await world.settle();
    expect(sids()).toEqual(['own', 'tls']);
    expect(last(world).note).toContain('A rule objects to what the restore would leave: ');
  });

  test.each([
    ['approve', 'is enough', true],
    ['off', 'is refused with a sentence', false],
  ] as const)('or a remediation that is set to "%s" since %s', async (remediation, _, isOk) => {
    const { world, sids, ask } = await overwritten();
    const queued = await ask();
    expect(queued.ok).toBe(true);
    Object.assign(world.settings, { rules: world.settings.rules.map((each) => ({ ...each, remediation })) });
    expect((await ask()).ok).toBe(isOk);
    await world.settle();
    expect(sids().includes('later')).toBe(isOk);
    if (!isOk) expect(last(world).note).toMatch(/was not carried out\. Remediation of this rule is off\.$/);
  });
});

describe('a process that dies during a restore', () => {
  test.each([
    ['begin', 'die'],
    ['begin', 'die after'],
    ['apply', 'die'],
    ['apply', 'die after'],
    ['save', 'die'],
    ['save', 'die after'],
  ] as const)('at %s (%s): it is carried out and told once', async (at, fault) => {
    const { world, sids, ask, failing } = await overwritten();
    let died = false;
    failing((call) => {
      if (call !== at || died) return undefined;
      died = true;
      return fault;
    });
    await ask();
    await world.settle();
    expect(died).toBe(true);
    expect(sids().toSorted()).toEqual(['later', 'own']);
    expect(since(world)).toEqual(['overwritten', 'restored']);
  });
});

describe('a request to bring back', () => {
  test.each([
    ['nothing that was overwritten', (id: string) => ({ event: id.replace(/\d+$/, '1') }), /There is no finding event/],
    ['no finding', () => ({ event: '0000000000000000-1' }), /There is no finding event/],
    ['no event', () => ({ event: '16f3a7ca9f6a6fd8' }), /Name the finding event/],
    ['something else', () => ({ event: 'x' }), /Name the finding event/],
  ] as const)('%s, is refused with a sentence', async (_, given, sentence) => {
    const { world, event } = await overwritten();
    const answer = await world.ask({ do: 'restore', by: 'lee', ...given(event.id) });
    expect(answer).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
  });
});
