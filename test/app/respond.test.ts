import { describe, expect, test } from 'vitest';
import { createWorld, SSH } from './world.ts';

async function drifted(remediation: 'off' | 'approve' | 'auto' = 'approve') {
  const world = createWorld({ remediation });
  world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
  await world.settle();
  return { world, finding: (await world.finding())?.id ?? expect.fail('no finding') };
}

describe('requests that cannot be met say what to do', () => {
  test.each<[string, object, RegExp]>([
    ['nothing', {}, /"do" must be one of show, approve, undo, exempt, snooze, pause, resume, reset/],
    ['an unknown verb', { do: 'aprove' }, /"do" must be one of/],
    ['no name', { do: 'approve', finding: '0123456789abcdef' }, /by/],
    ['no finding id', { do: 'approve', finding: 'sg-1', by: 'lee' }, /16 hexadecimal digits/],
    ['an unknown finding', { do: 'approve', finding: '0123456789abcdef', by: 'lee' }, /There is no finding/],
    ['a word too much', { do: 'pause', by: 'lee', reason: 'x', now: true }, /now/],
    [
      'an unknown rule',
      { do: 'reset', rule: 'sg-open', account: '111122223333', by: 'lee' },
      /There is no rule sg-open/,
    ],
    ['an endless snooze', { do: 'snooze', finding: '0123456789abcdef', by: 'lee', hours: 1000 }, /hours/],
  ])('%s', async (_, request, expected) => {
    const { world } = await drifted();
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringMatching(expected) });
  });

  test('approval and undo where remediation is not deployed', async () => {
    const { world, finding } = await drifted('off');
    for (const verb of ['approve', 'undo']) {
      expect(await world.ask({ do: verb, finding, by: 'lee' })).toMatchObject({
        ok: false,
        error: expect.stringContaining('not deployed'),
      });
    }
  });

  test('an exemption that has ended already', async () => {
    const { world, finding } = await drifted();
    const request = { do: 'exempt', finding, by: 'lee', reason: 'x', until: '2020-01-01' };
    expect(await world.ask(request)).toMatchObject({ ok: false, error: expect.stringContaining('over already') });
  });

  test('an undo of what was never put back', async () => {
    const { world, finding } = await drifted();
    expect(await world.ask({ do: 'undo', finding, by: 'lee' })).toMatchObject({ ok: false });
  });
});

describe('what people grant', () => {
  test('an exemption holds for what was wrong then; something new is told', async () => {
    const { world, finding } = await drifted();
    const request = { do: 'exempt', finding, by: 'lee', reason: 'bastion', until: '2026-12-31' };
    expect(await world.ask(request)).toMatchObject({ ok: true, finding: { status: 'exempt' } });
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'proposed', 'exempted']);
    world.change('Authorize', { ...SSH, from: 3306, to: 3306 }, '2026-03-02T10:00:00Z');
    await world.settle();
    expect(world.transitions()).toContain('reopened');
    const entry = world.store.entries().find(({ transition }) => transition.transition === 'reopened');
    expect(entry?.transition.note).toBe('The exemption of lee does not cover what is wrong now.');
  });

  test('a snooze ends by itself', async () => {
    const { world, finding } = await drifted('off');
    await world.ask({ do: 'snooze', finding, by: 'lee', hours: 2 });
    world.clock.now += 60 * 60 * 1000;
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'exempted']);
    world.clock.now += 2 * 60 * 60 * 1000;
    await world.sweep();
    expect(world.transitions()).toEqual(['opened', 'exempted', 'reopened']);
  });

  test('a finding can be looked at', async () => {
    const { world, finding } = await drifted();
    expect(await world.ask({ do: 'show', finding })).toMatchObject({
      ok: true,
      finding: { id: finding, status: 'open' },
    });
  });
});
