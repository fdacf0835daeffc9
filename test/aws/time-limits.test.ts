import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { ATTEMPT_TIMEOUT, ATTEMPTS, CONNECTION_TIMEOUT, LONGEST_CALL, RESERVE } from '../../shared/aws/time-limits.ts';
import { LEASE } from '../../shared/notify/deliver-job.ts';

/** Milliseconds after its last call in which a function logs a failure and answers. */
const TO_ANSWER = 5_000;

test('an attempt to connect leaves time for an answer, and every attempt of a call is counted', () => {
  expect(CONNECTION_TIMEOUT).toBeLessThan(ATTEMPT_TIMEOUT);
  expect(LONGEST_CALL).toBeGreaterThanOrEqual(ATTEMPTS * ATTEMPT_TIMEOUT);
});

test('a function that has the reserve left can meet the limit of one call', () => {
  expect(RESERVE).toBeLessThanOrEqual(LONGEST_CALL + TO_ANSWER);
  expect(RESERVE).toBeGreaterThan(LONGEST_CALL);
});

const text = readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8');
// CloudFormation's own tags are of no interest here.
const { functions } = parse(text, { logLevel: 'silent' }) as {
  readonly functions: Readonly<Record<string, { readonly timeout: number }>>;
};

test.each(Object.entries(functions))(
  '%s answers in time even where its first call is never answered',
  (_, { timeout }) => {
    expect(timeout * 1000).toBeGreaterThanOrEqual(LONGEST_CALL + TO_ANSWER);
  },
);

test('a claim of a delivery outlives the process that made it', () => {
  expect(LEASE).toBeGreaterThan((functions['notify']?.timeout ?? Infinity) * 1000);
});

test('all five functions were compared', () => {
  expect(Object.keys(functions).sort()).toEqual(['detect', 'notify', 'remediate', 'respond', 'sweep']);
});
