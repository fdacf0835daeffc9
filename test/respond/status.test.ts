import { describe, expect, test } from 'vitest';
import { exactly } from '../../shared/core/listing.ts';
import { refKey } from '../../shared/core/ref.ts';
import { expectCounted } from '../support/compliance.ts';
import { createWorld, GROUP, OFFICE, SSH, type World } from '../support/world.ts';

const RULE = 'sg-open-ingress';

async function statusOf(world: World) {
  const { status } = await world.ask({ do: 'status', rule: RULE });
  return status ?? expect.fail('no status');
}

function group(index: number, ...ingress: readonly object[]): (world: World) => typeof GROUP {
  return ({ cloud }) => {
    const ref = { ...GROUP, id: `sg-${String(index).padStart(17, '0')}` };
    cloud.set(refKey(ref), { name: 'web', ingress: exactly(ingress), egress: exactly([]) });
    return ref;
  };
}

describe('what is kept', () => {
  test('nothing is known before anything was judged', async () => {
    const status = await statusOf(createWorld());
    expect(status).toMatchObject({ rules: [], neverJudged: [RULE], open: { critical: 0, high: 0 } });
  });

  test('an event alone proves nothing of the resources that no sweep has judged yet', async () => {
    const world = createWorld();
    await world.sweep();
    expect((await statusOf(world)).rules).toMatchObject([
      { result: 'undetermined', reason: 'No sweep of these resources has ended yet.', judged: 1, compliant: 1 },
    ]);
    await expectCounted(world);
  });

  test('a rule is broken while a finding is open', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    const broken = await statusOf(world);
    expect(broken.rules).toMatchObject([{ result: 'broken', judged: 1, compliant: 0, open: 1 }]);
    expect(broken.rules[0]).not.toHaveProperty('keptSince');
    expect(Object.values(broken.open).reduce((sum, each) => sum + each, 0)).toBe(1);
    await expectCounted(world);
  });

  test('what is exempt is counted by itself', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    const finding = (await world.finding())?.id;
    const violations = await world.violations();
    await world.ask({ do: 'exempt', finding, violations, by: 'lee', reason: 'bastion', until: '2026-12-31' });
    expect((await statusOf(world)).rules).toMatchObject([{ result: 'undetermined', exempt: 1, open: 0, compliant: 0 }]);
    await expectCounted(world);
  });

  test('a resource that is deleted is no longer counted', async () => {
    const world = createWorld();
    world.change('Authorize', SSH, '2026-03-02T09:00:00Z');
    await world.settle();
    world.cloud.delete(refKey(GROUP));
    await world.sweep();
    expect((await statusOf(world)).rules).toMatchObject([{ result: 'undetermined', judged: 0 }]);
    await expectCounted(world);
  });

  test('a rule that is unknown or off is refused', async () => {
    const world = createWorld({
      settings: (all) => ({ ...all, rules: all.rules.filter(({ rule }) => rule.id !== RULE) }),
    });
    expect(await world.ask({ do: 'status', rule: 'sg-open' })).toEqual({
      ok: false,
      error: 'There is no rule sg-open.',
    });
    expect(await world.ask({ do: 'status', rule: RULE })).toEqual({ ok: false, error: `The rule ${RULE} is off.` });
  });
});

describe('the list of findings', () => {
  test('shows each open and exempt finding once, page by page', async () => {
    const world = createWorld();
    const refs = Array.from({ length: 130 }, (_, index) => group(index, index % 2 === 0 ? SSH : OFFICE)(world));
    await world.sweep(refs);
    const seen: string[] = [];
    let page: string | undefined;
    do {
      const answer = await world.ask({ do: 'list', filters: { rule: RULE }, ...(page === undefined ? {} : { page }) });
      expect(answer.ok).toBe(true);
      seen.push(...(answer.findings ?? []).map(({ finding }) => finding.resource.id));
      page = answer.page;
    } while (page !== undefined);
    expect(seen.toSorted()).toEqual(refs.filter((_, index) => index % 2 === 0).map(({ id }) => id));
  });

  test('is filtered by severity, status, region and resource', async () => {
    const world = createWorld();
    await world.sweep([group(1, SSH)(world), group(2, SSH)(world)]);
    const [first] = (await world.ask({ do: 'list' })).findings ?? [];
    const { severity, resource } = first?.finding ?? expect.fail('nothing is listed');
    const count = async (filters: object) => (await world.ask({ do: 'list', filters })).findings?.length;
    expect(await count({ severity })).toBe(2);
    expect(await count({ severity: severity === 'low' ? 'high' : 'low' })).toBe(0);
    expect(await count({ status: 'exempt' })).toBe(0);
    expect(await count({ region: 'us-east-1' })).toBe(0);
    expect(await count({ resource: resource.id })).toBe(1);
  });

  test.each([
    [{ do: 'list', filters: { severity: 'grave' } }, '"severity" must be one of low, medium, high, critical.'],
    [
      { do: 'list', filters: { status: 'resolved' } },
      '"status" must be open or exempt. Resolved findings are not listed.',
    ],
    [{ do: 'list', filters: { rule: 'sg-open' } }, 'There is no rule sg-open.'],
    [{ do: 'list', page: 'x' }, '"page" must be the text that the answer before gave, with the same filters.'],
    [{ do: 'list', page: 'WzAsMV0' }, '"page" must be the text that the answer before gave, with the same filters.'],
    [{ do: 'list', filter: {} }, 'This request has no "filter".'],
  ])('%j is refused with a sentence', async (request, error) => {
    expect(await createWorld().ask(request)).toEqual({ ok: false, error });
  });
});
