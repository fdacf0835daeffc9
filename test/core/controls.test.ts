import { expect, test } from 'vitest';
import { shownControls } from '../../shared/core/controls.ts';

const IDS = [
  'fsbp RDS.2',
  'cis-3.0 2.3.3',
  'soc2 CC6.2',
  'ellipsis-drive ED-L12.1',
  'ellipsis-drive ED-L28.1',
  'inrupt-ess ESS-L7.1',
];

test('one id of each framework is shown where the owner chose none', () => {
  expect(shownControls(IDS, [])).toBe(
    'fsbp RDS.2, cis-3.0 2.3.3, soc2 CC6.2, ellipsis-drive ED-L12.1, inrupt-ess ESS-L7.1',
  );
});

test('all ids of the chosen frameworks are shown, in the order of the owner, and no others', () => {
  expect(shownControls(IDS, ['inrupt-ess', 'ellipsis-drive'])).toBe(
    'inrupt-ess ESS-L7.1, ellipsis-drive ED-L12.1, ellipsis-drive ED-L28.1',
  );
  expect(shownControls(IDS, ['iso-27001'])).toBe('');
});

test('many ids are counted', () => {
  const many = Array.from({ length: 11 }, (_, n) => `soc2 CC${n}`);
  expect(shownControls(many, ['soc2'])).toMatch(/CC7 and 3 more$/);
});
