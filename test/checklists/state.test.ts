import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explain } from '../../cli/output/checklist/explain.ts';
import { rules } from '../../generated/rules.ts';
import { STATEMENTS } from '../../shared/checklists/checklists.ts';
import type { StatementFacts } from '../../shared/checklists/facts.ts';
import { linksOf } from '../../shared/checklists/links.ts';
import { about, attestation, finding, inOrder, kept, NOW, SINCE, stateIn } from './facts.ts';

/** Watched wholly by the two rules on VPN endpoints. */
const WATCHED = 'ESS-L15.1';
const [ROUTE, AUTHORIZATION] = ['client-vpn-internet-route', 'client-vpn-internet-authorization'];
/** No rule and no API of AWS shows it. */
const UNSEEN = 'ED-L32.1';

describe('kept', () => {
  test('needs that everything was looked at, and says since when', () => {
    const state = stateIn(WATCHED, about(ROUTE, { since: SINCE + 5 }));
    expect(state).toMatchObject({ state: 'kept', since: SINCE + 5 });
    expect(explain(state)).toEqual(['Kept since 2026-03-01T08:00:00Z.']);
  });

  test('is said of nothing that is there, too', () => {
    const none = { rest: 'no resources' } as const;
    const state = stateIn(WATCHED, about(ROUTE, none, about(AUTHORIZATION, none)));
    expect(explain(state)).toEqual(['Kept since 2026-03-01T08:00:00Z. There is nothing that could break it.']);
  });

  test('counts what somebody accepts, and names it', () => {
    const accepted = [finding(ROUTE, ['route'], { status: 'exempt', owner: 'Lee' })];
    const state = stateIn(WATCHED, { ...about(ROUTE, { exempt: 1 }), findings: accepted });
    expect(state.state).toBe('kept');
    expect(explain(state)).toContain('Accepted: 16f3a7ca9f6a6fd8 on web by Lee.');
  });

  test('does not rest on the absence of findings', () => {
    expect(stateIn(WATCHED, inOrder({ places: [] })).state).toBe('undetermined');
    expect(stateIn(WATCHED, inOrder({ places: [kept(ROUTE)] })).state).toBe('undetermined');
  });

  test('is not older than the last change of a finding that concerns something else', () => {
    const facts = about(AUTHORIZATION, { open: 1 });
    const other = finding(AUTHORIZATION, ['everyone'], { changedAt: NOW - 1 });
    expect(stateIn(WATCHED, { ...facts, findings: [other] })).toMatchObject({ state: 'kept', since: NOW - 1 });
  });
});

describe('broken and undetermined', () => {
  test('one finding breaks a statement, whatever else is not known', () => {
    const facts = about(
      AUTHORIZATION,
      { rest: 'undetermined', reason: 'No sweep has ended.' },
      about(ROUTE, { open: 1 }),
    );
    const state = stateIn(WATCHED, { ...facts, findings: [finding(ROUTE, ['route'])] });
    expect(state.state).toBe('broken');
    expect(explain(state).join('\n')).toContain('Undetermined: client-vpn-internet-authorization. eu-west-1: No sweep');
  });

  test('a count of open findings breaks it, also where they cannot be named', () => {
    expect(stateIn(WATCHED, about(ROUTE, { open: 1 })).state).toBe('broken');
  });

  test('open findings that were not found may be the ones that break it', () => {
    const state = stateIn(WATCHED, about(AUTHORIZATION, { open: 2 }));
    expect(state.state).toBe('undetermined');
    const one = [finding(AUTHORIZATION, ['everyone'])];
    expect(stateIn(WATCHED, { ...about(AUTHORIZATION, { open: 2 }), findings: one }).state).toBe('undetermined');
  });

  test('a finding with more violations than are stored may break it', () => {
    const cut = [finding(AUTHORIZATION, ['everyone'], { isCut: true })];
    expect(stateIn(WATCHED, { ...about(AUTHORIZATION, { open: 1 }), findings: cut }).state).toBe('undetermined');
  });

  test('a message that this version does not know breaks it', () => {
    const unknown = [finding(AUTHORIZATION, ['fromALaterVersion'])];
    expect(stateIn(WATCHED, { ...about(AUTHORIZATION, { open: 1 }), findings: unknown }).state).toBe('broken');
  });

  test('what may not be read is undetermined, with the reason', () => {
    const denied = 'AWS denies Plumbline to read some of these resources, or all.';
    const state = stateIn(WATCHED, about(ROUTE, { rest: 'undetermined', reason: denied }));
    expect(state.state).toBe('undetermined');
    expect(explain(state)).toEqual([`Undetermined: ${ROUTE}. eu-west-1: ${denied}`]);
  });

  test('a region of which nothing is known is enough', () => {
    const facts = inOrder();
    const more = kept(ROUTE, { region: 'us-east-1', rest: 'undetermined', reason: 'No sweep has ended.' });
    expect(stateIn(WATCHED, { ...facts, places: [...facts.places, more] }).state).toBe('undetermined');
  });
});

describe('not watched', () => {
  test('a rule that is off is named', () => {
    const { [ROUTE]: _off, ...on } = inOrder().rules;
    const state = stateIn(WATCHED, inOrder({ rules: on }));
    expect(state.state).toBe('not watched');
    expect(explain(state)).toEqual([
      `Not watched: whether a VPN endpoint has an added route to public addresses. The rule ${ROUTE} is off.`,
    ]);
  });

  test('an option that is missing is named with its value', () => {
    const facts = inOrder();
    const without = { ...facts, rules: { ...facts.rules, 'ecs-root-user': { requireUser: false } } };
    const text = explain(stateIn('ED-L9.2', without)).join('\n');
    expect(text).toContain('Set `rules.ecs-root-user.requireUser: true`.');
    expect(explain(stateIn('ED-L9.2', facts)).join('\n')).not.toContain('requireUser');
  });

  test('what no rule judges and what AWS does not show is named', () => {
    const state = stateIn('ED-L9.2', inOrder());
    expect(state.state).toBe('not watched');
    expect(explain(state)).toEqual([
      'No rule judges: a pod may run as root.',
      'AWS does not show: Containers on a plain Docker host, of which no API of AWS knows.',
      'It would be shown by this: A look at the host: `docker inspect`, or an inventory of Systems Manager. Attest it in plumbline.yml.',
    ]);
  });
});

describe('attested', () => {
  test('somebody attests what nothing shows, until a day', () => {
    const state = stateIn(UNSEEN, inOrder({ attestations: [attestation(UNSEEN)] }));
    expect(state.state).toBe('attested');
    expect(explain(state)).toEqual([
      'Attested by Lee, security from 2026-02-01 until 2026-06-30: https://tickets.example.com/SEC-12.',
    ]);
  });

  test.each([
    ['on its last day', { until: '2026-03-10' }, 'attested', ''],
    ['after its last day', { until: '2026-03-09' }, 'not watched', 'It has ended.'],
    ['before its first day', { on: '2026-03-11' }, 'not watched', 'It has not begun.'],
  ])('%s', (_, parts, expected, sentence) => {
    const state = stateIn(UNSEEN, inOrder({ attestations: [attestation(UNSEEN, parts)] }));
    expect(state.state).toBe(expected);
    expect(explain(state).join(' ')).toContain(sentence);
  });

  test('of several the one that counts is shown', () => {
    const attestations = [attestation(UNSEEN, { until: '2026-03-01', by: 'Kim' }), attestation(UNSEEN)];
    expect(stateIn(UNSEEN, inOrder({ attestations })).attested?.attestation.by).toBe('Lee, security');
  });

  test('it covers what no rule watches, and nothing that a rule watches', () => {
    const attestations = [attestation('ED-L9.2')];
    expect(stateIn('ED-L9.2', inOrder({ attestations })).state).toBe('kept');
    const broken = {
      ...about('ecs-root-user', { open: 1 }),
      attestations,
      findings: [finding('ecs-root-user', ['root'])],
    };
    expect(stateIn('ED-L9.2', broken).state).toBe('broken');
    const unknown = { ...about('ecs-root-user', { rest: 'undetermined' }), attestations };
    expect(stateIn('ED-L9.2', unknown).state).toBe('undetermined');
    const { 'ecs-root-user': _off, ...on } = inOrder().rules;
    expect(stateIn('ED-L9.2', inOrder({ attestations, rules: on })).state).toBe('not watched');
  });
});

/** StatementFacts of every shape, also such as no deployment gives. */
const facts: fc.Arbitrary<StatementFacts> = fc.record({
  at: fc.constant(NOW),
  rules: fc.subarray(rules.map(({ id }) => id)).map((ids) => Object.fromEntries(ids.map((id) => [id, {}]))),
  places: fc.array(
    fc.record({
      rule: fc.constantFrom(...rules.map(({ id }) => id)),
      region: fc.constantFrom('eu-west-1', 'us-east-1'),
      open: fc.nat(1),
      exempt: fc.nat(1),
      rest: fc.constantFrom('kept' as const, 'no resources' as const, 'undetermined' as const),
      since: fc.constant(SINCE),
    }),
    { maxLength: 80 },
  ),
  findings: fc.array(
    fc
      .constantFrom(...rules)
      .chain((rule) => fc.constantFrom(...Object.keys(rule.messages)).map((message) => finding(rule.id, [message]))),
    { maxLength: 5 },
  ),
  attestations: fc.subarray([...STATEMENTS.keys()]).map((ids) => ids.map((id) => attestation(id))),
});
const statement = fc.constantFrom(...STATEMENTS.values());

describe('for all facts', () => {
  test('without facts about rules nothing is kept', () => {
    fc.assert(
      fc.property(statement, facts, ({ id }, given) => {
        expect(stateIn(id, { ...given, places: [] }).state).not.toBe('kept');
        expect(stateIn(id, { ...given, rules: {} }).state).not.toBe('kept');
      }),
    );
  });

  test('what is kept has no open finding, no doubt and no part that nobody watches', () => {
    fc.assert(
      fc.property(statement, facts, (given, some) => {
        const { state, parts, since } = stateIn(given.id, some);
        if (state !== 'kept') return;
        expect(since).toBeGreaterThan(0);
        expect(parts.every((part) => part.state === 'kept' || part.state === 'attested')).toBe(true);
        for (const [, links] of linksOf(given, rules))
          for (const { rule, messages } of links) {
            const places = some.places.filter((place) => place.rule === rule);
            expect(places.length).toBeGreaterThan(0);
            expect(places.some(({ rest }) => rest === 'undetermined')).toBe(false);
            expect(some.findings.some((each) => each.rule === rule && messages.includes(each.messages[0] ?? ''))).toBe(
              false,
            );
          }
      }),
    );
  });

  test('one violation of any link breaks a statement', () => {
    const linked = [...STATEMENTS.values()].filter((each) => linksOf(each, rules).some(([, own]) => own.length > 0));
    fc.assert(
      fc.property(fc.constantFrom(...linked), facts, fc.nat(), (given, some, seed) => {
        const all = linksOf(given, rules).flatMap(([, own]) => own);
        const link = all[seed % all.length] ?? expect.fail('no link');
        const wrong = finding(link.rule, [link.messages[seed % link.messages.length] ?? '']);
        expect(stateIn(given.id, { ...some, findings: [...some.findings, wrong] }).state).toBe('broken');
      }),
    );
  });

  test('more doubt never makes a statement better', () => {
    const order = ['broken', 'undetermined', 'not watched', 'kept', 'attested', 'asks nothing'];
    fc.assert(
      fc.property(statement, facts, (given, some) => {
        const doubtful = { ...some, places: some.places.map((place) => ({ ...place, rest: 'undetermined' as const })) };
        const [before, after] = [some, doubtful].map((each) => order.indexOf(stateIn(given.id, each).state));
        expect(after).toBeLessThanOrEqual(before ?? -1);
      }),
    );
  });
});
