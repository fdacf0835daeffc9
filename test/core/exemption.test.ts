import { describe, expect, test } from 'vitest';
import {
  acceptedNow,
  accepting,
  acceptingAnew,
  activeExemptions,
  exemptionsOf,
  notAccepting,
  whyOver,
} from '../../shared/core/exemption.ts';
import type { Exemption, Finding } from '../../shared/core/finding.ts';
import type { RenderedViolation } from '../../shared/core/message.ts';
import { finding } from '../store/things.ts';

const NOW = Date.parse('2026-03-02T09:00:00Z');
const DAY = 24 * 3_600_000;

const exemption = (more: Partial<Exemption> = {}): Exemption => ({
  reason: 'known',
  owner: 'jane',
  until: NOW + DAY,
  grantedBy: 'finding',
  ...more,
});
const ofSsh = exemption({ owner: 'lee', grantedBy: 'undo', covers: ['ssh'] });
const ofRdp = exemption({ covers: ['rdp'], until: NOW + 2 * DAY });
const having = (...all: readonly Exemption[]): Finding => {
  const [first, ...besides] = all;
  const bare = finding({ kind: 'security-group', account: '111122223333', region: 'eu-west-1', id: 'sg-1' }, 'rule');
  return { ...bare, ...(first ? { exemption: first } : {}), ...(besides.length > 0 ? { besides } : {}) };
};
const violationsAt = (...paths: readonly string[]): readonly RenderedViolation[] =>
  paths.map((path) => ({ path, message: path, text: `${path} is open.`, severity: 'high', controls: [] }));

describe('the exemption that applies now', () => {
  test.each<[string, readonly Exemption[], readonly string[], string | undefined]>([
    ['none without exemptions', [], ['ssh'], undefined],
    ['one that covers all violations', [ofSsh], ['ssh'], 'lee'],
    ['one that covers any violation', [exemption()], ['ssh', 'rdp'], 'jane'],
    ['two that cover all violations between them', [ofSsh, ofRdp], ['rdp', 'ssh'], 'jane'],
    ['none if one violation is not covered', [ofSsh], ['ssh', 'rdp'], undefined],
    ['none if it has ended', [{ ...ofSsh, until: NOW }], ['ssh'], undefined],
    ['none from the settings, which are read again', [exemption({ grantedBy: 'settings' })], ['ssh'], undefined],
    ['none from a tag, which is read again', [exemption({ grantedBy: 'tag' })], ['ssh'], undefined],
  ])('%s', (_, all, paths, owner) => {
    expect(acceptedNow(having(...all), violationsAt(...paths), NOW)?.owner).toBe(owner);
  });

  test('none without a finding', () => {
    expect(acceptedNow(undefined, violationsAt('ssh'), NOW)).toBeUndefined();
  });
});

describe('a new exemption', () => {
  test('comes first, and earlier ones stay', () => {
    expect(exemptionsOf(accepting(having(ofSsh), ofRdp, NOW))).toEqual([ofRdp, ofSsh]);
  });

  test('counts once if granted twice, and exemptions that have ended are removed', () => {
    const both = accepting(accepting(having(ofSsh), ofRdp, NOW), ofRdp, NOW + DAY);
    expect(exemptionsOf(both)).toEqual([ofRdp]);
    expect(both).not.toHaveProperty('besides');
  });

  test('can be removed, and the earlier ones stay', () => {
    expect(notAccepting(accepting(having(ofSsh), ofRdp, NOW), ofRdp)).toEqual(having(ofSsh));
    expect(notAccepting(having(ofSsh), ofSsh)).toEqual(having());
  });

  test('of a person replaces earlier ones for the violations that it covers', () => {
    const wide = exemption({ owner: 'lee', grantedBy: 'undo', covers: ['ssh', 'rdp'] });
    const shorter = { ...ofRdp, until: NOW + 1 };
    expect(exemptionsOf(acceptingAnew(having(wide), shorter, NOW))).toEqual([shorter, { ...wide, covers: ['ssh'] }]);
    expect(exemptionsOf(acceptingAnew(having(ofRdp, exemption()), shorter, NOW))).toEqual([shorter]);
  });

  test('the active exemptions of a finding have not ended, and name what they cover', () => {
    expect(activeExemptions(having(exemption({ grantedBy: 'tag' }), ofSsh, { ...ofRdp, until: NOW }), NOW)).toEqual([
      ofSsh,
    ]);
  });
});

describe('the reason why an exemption no longer applies', () => {
  test.each<[string, readonly Exemption[], readonly string[], string]>([
    ['the exemption ended', [{ ...ofSsh, until: NOW }], ['ssh'], 'The exemption of lee ended on 2026-03-02.'],
    [
      'one of two exemptions ended',
      [ofRdp, { ...ofSsh, until: NOW }],
      ['ssh', 'rdp'],
      'The exemption of lee ended on 2026-03-02.',
    ],
    ['there is a new violation', [ofSsh], ['ssh', 'rdp'], 'The exemption of lee does not cover what is wrong now.'],
    ['unknown', [], ['ssh'], 'The exemption no longer holds.'],
  ])('%s', (_, all, paths, why) => {
    expect(whyOver(having(...all), violationsAt(...paths), NOW)).toBe(why);
  });
});
