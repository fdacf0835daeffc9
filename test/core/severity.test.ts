import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareSeverity, mostSevere, SEVERITIES } from '../../shared/core/severity.ts';

const severity = fc.constantFrom(...SEVERITIES);

test('severities are ordered low, medium, high, critical', () => {
  expect([...SEVERITIES].sort(compareSeverity)).toEqual(['low', 'medium', 'high', 'critical']);
  expect(compareSeverity('low', 'critical')).toBeLessThan(0);
  expect(compareSeverity('high', 'medium')).toBeGreaterThan(0);
  expect(compareSeverity('high', 'high')).toBe(0);
});

test('mostSevere returns the most severe, or the fallback for an empty list', () => {
  expect(mostSevere(['medium', 'critical', 'low'], 'high')).toBe('critical');
  expect(mostSevere(['low'], 'critical')).toBe('low');
  expect(mostSevere([], 'high')).toBe('high');
  fc.assert(
    fc.property(fc.array(severity, { minLength: 1 }), severity, (list, fallback) => {
      const worst = mostSevere(list, fallback);
      expect(list).toContain(worst);
      for (const each of list) expect(compareSeverity(worst, each)).toBeGreaterThanOrEqual(0);
    }),
  );
});
