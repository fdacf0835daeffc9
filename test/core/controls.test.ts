import { describe, expect, test } from 'vitest';
import { FRAMEWORKS, type Framework, frameworkCalled, idsOf, shownControls } from '../../shared/core/controls.ts';

const ids = {
  'database-public': {
    'security-hub': ['RDS.2', 'RDS.46'],
    'cis-5.0': ['2.2.3'],
    soc2: ['CC6.2'],
    'ellipsis-drive': ['ED-L12.1', 'ED-L28.1'],
    'inrupt-ess': ['ESS-L7.1'],
  },
  'snapshot-public': { 'security-hub': ['RDS.1'], 'cis-5.0': ['2.2.3'] },
  many: { soc2: Array.from({ length: 11 }, (_, n) => `CC${n}`) },
};
const shown = (...frameworks: Framework[]) => ({ ids, frameworks });

describe('where the owner chose no framework', () => {
  test('people are shown one id of each usual framework', () => {
    expect(shownControls(['database-public'], shown())).toBe(
      'security-hub RDS.2, cis-5.0 2.2.3, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1',
    );
  });

  test('machines receive every id of these', () => {
    expect(idsOf(['database-public', 'snapshot-public'], shown())).toEqual([
      'security-hub RDS.2',
      'security-hub RDS.46',
      'security-hub RDS.1',
      'cis-5.0 2.2.3',
      'ellipsis-drive ED-L12.1',
      'ellipsis-drive ED-L28.1',
      'inrupt-ess ESS-L7.1',
    ]);
  });
});

test('all ids of the chosen frameworks are shown, in the order of the owner, and no others', () => {
  expect(shownControls(['database-public'], shown('inrupt-ess', 'ellipsis-drive'))).toBe(
    'inrupt-ess ESS-L7.1, ellipsis-drive ED-L12.1, ellipsis-drive ED-L28.1',
  );
  expect(shownControls(['database-public'], shown('iso-27001-2022'))).toBe('');
});

test('many ids of one framework are counted, and do not hide those of the next', () => {
  expect(shownControls(['many', 'database-public'], shown('soc2', 'cis-5.0'))).toMatch(
    /CC7, 4 more of soc2, cis-5\.0 2\.2\.3$/,
  );
});

test('what an earlier version has stored is shown as it is', () => {
  const stored = ['fsbp RDS.2', 'cis-3.0 2.3.3'];
  expect(idsOf(stored, shown('soc2'))).toEqual(stored);
  expect(shownControls(stored, shown())).toBe('fsbp RDS.2, cis-3.0 2.3.3');
});

test('a control that nothing is known of has no ids', () => {
  expect(idsOf(['toString', 'no-such-control'], shown())).toEqual([]);
});

test('frameworks are called by their names, and by those of earlier versions', () => {
  expect(frameworkCalled('fsbp')).toBe('security-hub');
  expect(frameworkCalled('iso-27001')).toBe('iso-27001-2022');
  expect(frameworkCalled('toString')).toBeUndefined();
  for (const name of Object.keys(FRAMEWORKS)) expect(frameworkCalled(name)).toBe(name);
});
