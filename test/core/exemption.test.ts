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
import type { RenderedViolation } from '../../shared/core/rule.ts';
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
const wrong = (...ats: readonly string[]): readonly RenderedViolation[] =>
  ats.map((at) => ({ path: at, message: at, text: `${at} is open.`, severity: 'high', controls: [] }));

describe('what is accepted', () => {
  test.each<[string, readonly Exemption[], readonly string[], string | undefined]>([
    ['nothing by none', [], ['ssh'], undefined],
    ['all by one', [ofSsh], ['ssh'], 'lee'],
    ['all by one that accepts whatever is found', [exemption()], ['ssh', 'rdp'], 'jane'],
    ['all by two together', [ofSsh, ofRdp], ['rdp', 'ssh'], 'jane'],
    ['not all', [ofSsh], ['ssh', 'rdp'], undefined],
    ['not by one that has ended', [{ ...ofSsh, until: NOW }], ['ssh'], undefined],
    ['not by the settings, which are asked anew', [exemption({ grantedBy: 'settings' })], ['ssh'], undefined],
    ['not by a tag either', [exemption({ grantedBy: 'tag' })], ['ssh'], undefined],
  ])('%s', (_, all, ats, owner) => {
    expect(acceptedNow(having(...all), wrong(...ats), NOW)?.owner).toBe(owner);
  });

  test('without a finding nothing is', () => {
    expect(acceptedNow(undefined, wrong('ssh'), NOW)).toBeUndefined();
  });
});

describe('one more', () => {
  test('is told first, and what was accepted before stays so', () => {
    expect(exemptionsOf(accepting(having(ofSsh), ofRdp, NOW))).toEqual([ofRdp, ofSsh]);
  });

  test('twice is once, and what has ended is left out', () => {
    const both = accepting(accepting(having(ofSsh), ofRdp, NOW), ofRdp, NOW + DAY);
    expect(exemptionsOf(both)).toEqual([ofRdp]);
    expect(both).not.toHaveProperty('besides');
  });

  test('and no more leaves what there was', () => {
    expect(notAccepting(accepting(having(ofSsh), ofRdp, NOW), ofRdp)).toEqual(having(ofSsh));
    expect(notAccepting(having(ofSsh), ofSsh)).toEqual(having());
  });

  test('of a person says anew what is accepted of what it covers, and nothing of the rest', () => {
    const wide = exemption({ owner: 'lee', grantedBy: 'undo', covers: ['ssh', 'rdp'] });
    const shorter = { ...ofRdp, until: NOW + 1 };
    expect(exemptionsOf(acceptingAnew(having(wide), shorter, NOW))).toEqual([shorter, { ...wide, covers: ['ssh'] }]);
    expect(exemptionsOf(acceptingAnew(having(ofRdp, exemption()), shorter, NOW))).toEqual([shorter]);
  });

  test('those that have not ended are its own', () => {
    expect(activeExemptions(having(exemption({ grantedBy: 'tag' }), ofSsh, { ...ofRdp, until: NOW }), NOW)).toEqual([
      ofSsh,
    ]);
  });
});

describe('why it is exempt no longer', () => {
  test.each<[string, readonly Exemption[], readonly string[], string]>([
    ['it ended', [{ ...ofSsh, until: NOW }], ['ssh'], 'The exemption of lee ended on 2026-03-02.'],
    [
      'one of two ended',
      [ofRdp, { ...ofSsh, until: NOW }],
      ['ssh', 'rdp'],
      'The exemption of lee ended on 2026-03-02.',
    ],
    ['something came to it', [ofSsh], ['ssh', 'rdp'], 'The exemption of lee does not cover what is wrong now.'],
    ['nobody knows', [], ['ssh'], 'The exemption no longer holds.'],
  ])('%s', (_, all, ats, why) => {
    expect(whyOver(having(...all), wrong(...ats), NOW)).toBe(why);
  });
});
