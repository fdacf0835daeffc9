import { expect, test } from 'vitest';
import { freeze, sameFrozen } from '../../shared/app/freeze.ts';
import { Redacted } from '../../shared/core/redacted.ts';

const state = (secret: string) => ({
  environment: [{ name: 'DB_PASSWORD', value: new Redacted(secret) }],
  gone: undefined,
});

test('a frozen state holds no secret, and no way back to it', () => {
  const frozen = JSON.stringify(freeze(state('correct-horse'), 'salt'));
  expect(frozen).not.toContain('correct');
  expect(JSON.parse(frozen)).toEqual({
    environment: [{ name: 'DB_PASSWORD', value: { fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/) } }],
  });
});

test('under one salt, equal secrets are equal and others are not; under another nothing can be told', () => {
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('a'), 's'))).toBe(true);
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('b'), 's'))).toBe(false);
  expect(sameFrozen(freeze(state('a'), 's'), freeze(state('a'), 't'))).toBe(false);
});
