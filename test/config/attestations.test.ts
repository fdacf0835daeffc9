import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { ConfigError, loadConfig } from '../../shared/config/load.ts';

const GIVEN = {
  statement: 'ED-L32.1',
  by: 'Lee, security',
  on: '2026-02-01',
  until: '2026-06-30',
  evidence: 'https://tickets.example.com/SEC-12',
};

function fileOf(parts: Partial<typeof GIVEN>, more = ''): string {
  const lines = Object.entries({ ...GIVEN, ...parts }).map(([name, value]) => `    ${name}: ${value}`);
  return `${more}attestations:\n${lines.join('\n').replace(/^ {3}/, '  -')}\n`;
}

function messageOf(text: string): string {
  try {
    loadConfig(text, 'p.yml', rules);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no mistake';
}

describe('attestations in plumbline.yml', () => {
  test('are read', () => {
    expect(loadConfig(fileOf({}), 'p.yml', rules).attestations).toEqual([GIVEN]);
  });

  test.each<readonly [string, Partial<typeof GIVEN>, string]>([
    [
      'an unknown statement',
      { statement: 'ED-L32.9' },
      '2:5: attestations.0.statement: There is no statement "ED-L32.9"; did you mean ED-L32.1?',
    ],
    [
      'a statement that asks nothing',
      { statement: 'ED-L13.3' },
      '2:5: attestations.0.statement: The statement ED-L13.3 asks nothing, so there is nothing to attest.',
    ],
    [
      'a statement that rules watch wholly',
      { statement: 'ESS-L15.1' },
      '2:5: attestations.0.statement: Rules watch all of the statement ESS-L15.1, so there is nothing to attest.',
    ],
    [
      'an end before the beginning',
      { until: '2026-01-31' },
      '5:5: attestations.0.until: This must not be before 2026-02-01.',
    ],
    [
      'a span that is too long',
      { until: '2027-02-02' },
      '5:5: attestations.0.until: An attestation may last 365 days, not 366.',
    ],
    [
      'a day that does not exist',
      { until: '2026-02-30' },
      '5:5: attestations.0.until: This must be a day, such as 2026-12-31, not "2026-02-30".',
    ],
    ['no person', { by: '""' }, '3:5: attestations.0.by: This must not be empty.'],
    [
      'evidence that is no address',
      { evidence: 'javascript:alert(1)' },
      '6:5: attestations.0.evidence: This must be an address that begins with https:// or http://.',
    ],
  ])('%s is a mistake', (_, parts, message) => {
    expect(messageOf(fileOf(parts))).toBe(`p.yml:${message}`);
  });

  test('may last as long as the setting says', () => {
    expect(messageOf(fileOf({ until: '2027-02-01' }))).toBe('no mistake');
    expect(messageOf(fileOf({ until: '2026-03-04' }, 'attestationDays: 30\n'))).toContain(
      'An attestation may last 30 days, not 31.',
    );
  });
});
