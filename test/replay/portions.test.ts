import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { EventId } from '../../shared/core/event.ts';
import { portionsOf } from '../../shared/replay/portions.ts';
import { eventsOf } from '../../shared/replay/rules-by-event.ts';

const settings = defaultSettings(rules).rules;
const events = [...eventsOf({ rules: settings })];
const weights = fc
  .array(fc.tuple(fc.constantFrom(...events), fc.integer({ min: 1, max: 1000 })), { minLength: 1 })
  .map((pairs) => new Map<EventId, number>(pairs));

describe('rules in portions', () => {
  test('no event concerns two of them, and no rule that an event concerns is left out', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), (often, most) => {
        const portions = portionsOf(settings, often, most);
        expect(portions.length).toBeGreaterThan(0);
        expect(portions.length).toBeLessThanOrEqual(most);
        const watched = portions.flatMap((portion) => [...eventsOf({ rules: portion })]);
        expect(new Set(watched).size).toBe(watched.length);
        for (const event of often.keys()) expect(watched).toContain(event);
        for (const { rule } of portions.flat()) {
          expect(portions.flat().filter((other) => other.rule === rule).length).toBe(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('the same work for each, as far as kinds can be told apart', () => {
    const often = new Map<EventId, number>([
      ['ec2:AuthorizeSecurityGroupIngress', 50],
      ['s3:PutBucketPolicy', 30],
      ['kms:DisableKey', 20],
    ]);
    const loads = portionsOf(settings, often, 2).map((portion) =>
      [...eventsOf({ rules: portion })].reduce((sum, event) => sum + (often.get(event) ?? 0), 0),
    );
    expect(loads).toEqual([50, 50]);
  });
});
