import { expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import { exactly } from '../../shared/core/listing.ts';
import { Redacted } from '../../shared/core/redacted.ts';
import { freeze, sameFrozen } from '../../shared/core/state.ts';
import { observe } from '../../shared/evaluate/observe.ts';
import { createMemoryStore } from '../support/memory-store.ts';

const state = (secret: string) => ({
  environment: [{ name: 'DB_PASSWORD', value: new Redacted(secret) }],
  gone: undefined,
});

test('a frozen state contains fingerprints instead of secrets', () => {
  const frozen = JSON.stringify(freeze(state('correct-horse'), 'salt'));
  expect(frozen).not.toContain('correct');
  expect(JSON.parse(frozen)).toEqual({
    environment: [{ name: 'DB_PASSWORD', value: { fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/) } }],
  });
});

test('equal secrets have the same fingerprint only with the same salt', () => {
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('a'), 's'))).toBe(true);
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('b'), 's'))).toBe(false);
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('a'), 't'))).toBe(false);
});

test('only the secret that changed is shown as changed', async () => {
  const ref = { kind: 'lambda-function', account: '111122223333', region: 'eu-west-1', id: 'f' };
  const store = createMemoryStore();
  const variable = (name: string, value: string) => ({ name, value: new Redacted(value) });
  const bad = {
    ...variable('PASSWORD', 'correct-horse'),
    detection: { detector: 'name', kind: 'password', what: 'a password' },
  };
  let environment: readonly object[] = [variable('A', 'a'), variable('B', 'b')];
  const observeOnce = async () =>
    observe(ref, [], {
      settings: defaultSettings(rules.filter(({ id }) => id === 'lambda-secret-in-environment')),
      store,
      read: async () => ({ environment, policy: exactly([]) }),
      refsOf: async () => [],
      tagsOf: async () => ({}),
      now: () => Date.parse('2026-03-02T09:00:00Z'),
    });
  await observeOnce();
  environment = [variable('A', 'a'), variable('B', 'b'), bad];
  await observeOnce();
  const [change] = store.events()[0]?.finding.changes ?? [];
  const [before, after] = [change?.before, change?.after] as [readonly object[], readonly object[]];
  expect(after.slice(0, 2)).toEqual(before);
  expect(after).toHaveLength(3);
  expect(JSON.stringify(change)).not.toContain('correct');
});
