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

describe('portions of rules', () => {
  test('two portions have no event in common, and every rule with an event is in one portion', () => {
    fc.assert(
      fc.property(weights, fc.integer({ min: 1, max: 8 }), (counts, most) => {
        const portions = portionsOf(settings, counts, most);
        expect(portions.length).toBeGreaterThan(0);
        expect(portions.length).toBeLessThanOrEqual(most);
        const watched = portions.flatMap((portion) => [...eventsOf({ rules: portion })]);
        expect(new Set(watched).size).toBe(watched.length);
        for (const event of counts.keys()) expect(watched).toContain(event);
        for (const { rule } of portions.flat()) {
          expect(portions.flat().filter((other) => other.rule === rule).length).toBe(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('portions have the same work, as far as kinds can be separated', () => {
    const counts = new Map<EventId, number>([
      ['ec2:AuthorizeSecurityGroupIngress', 50],
      ['s3:PutBucketPolicy', 30],
      ['kms:DisableKey', 20],
    ]);
    const loads = portionsOf(settings, counts, 2).map((portion) =>
      [...eventsOf({ rules: portion })].reduce((sum, event) => sum + (counts.get(event) ?? 0), 0),
    );
    expect(loads).toEqual([50, 50]);
  });
});
