import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { fromCatalogue, linesOf } from '../../scripts/controls/catalogue.ts';
import { ADDED, CORRECTIONS, PARTS } from '../../scripts/controls/corrections.ts';
import { csf, hipaa } from '../../scripts/controls/formats.ts';
import { monitoringControls } from '../../scripts/controls/monitoring.ts';
import { FRAMEWORK_NAMES, listControls } from '../../shared/core/controls.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { servedBy } from '../../shared/core/rule-controls.ts';

/** The controls that rules, corrections and parts name, each with ids that every edit changes. */
const CLAIMED = [
  ...new Set([
    ...rules.flatMap((rule) => servedBy(rule).map(({ control }) => control.replace(/\/.*/, ''))),
    ...CORRECTIONS.map(({ control }) => control),
  ]),
];
/** Those that the catalogue has. */
const SLUGS = CLAIMED.filter((slug) => !ADDED.some(({ control }) => control === slug));

/** As the catalogue names them: by the check of another program. */
const MONITORED = [
  {
    prowlerCheck: 'cloudwatch_log_metric_filter_policy_changes',
    cisAws3: ['4.4'],
    cisAws5: ['4.4'],
    cisAws6: ['5.4'],
  },
  {
    prowlerCheck: 'cloudwatch_changes_to_vpcs_alarm_configured',
    cisAws3: ['4.14'],
    cisAws5: ['4.14'],
    cisAws6: ['5.14'],
  },
];

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-catalogue-'));
  const controls = SLUGS.map((slug) => ({
    slug,
    priority: slug === 'sg-open-ssh' ? 1 : 2,
    mappings: { securityHub: ['EC2.13', 'ELB.2'], cisAws5: ['5.10', '5.3'], nist80053r5: ['SC-7(12)'] },
    extraMappings: { hipaa: ['164_308_a_1_ii_a'], nist800171r2: ['3_13_1'], nistCsf2: ['ac_3', 'po_1'] },
  }));
  const ids = { 'sg-open-ssh': { 'cis-5.0': ['5.1'], 'cis-7.0': ['6.3'], dora: ['DORA-Art9'] } };
  writeFileSync(join(folder, 'controls.json'), JSON.stringify({ controls, cisMonitoringRules: MONITORED }));
  writeFileSync(join(folder, 'framework-ids.json'), JSON.stringify({ ids }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the ids of controls', () => {
  test('are written as people write them, in the order of their numbers', () => {
    expect(fromCatalogue(folder, rules).controls['sg-open-ssh']).toEqual({
      'security-hub': ['EC2.13', 'ELB.2'],
      'cis-5.0': ['5.3', '5.10'],
      'cis-7.0': ['6.3'],
      'nist-800-53-r5': ['SC-7(12)'],
      'nist-csf-2.0': ['po_1', 'PR.AC-3'],
      'nist-800-171-r2': ['3.13.1'],
      dora: ['Art. 9'],
      hipaa: ['164.308(a)(1)(ii)(A)'],
      // Of the statements that it breaks; the catalogue has nothing to do with them.
      'ellipsis-drive': ['ED-L12.1', 'ED-L19.1'],
      'inrupt-ess': ['ESS-L7.1'],
    });
  });

  test('of activity that CIS wants to have monitored are those of notices, also of two that the catalogue leaves out', () => {
    const { controls, problems } = fromCatalogue(folder, rules);
    expect(controls['monitor-policy-changes']).toEqual({ 'cis-3.0': ['4.4'], 'cis-5.0': ['4.4'], 'cis-6.0': ['5.4'] });
    expect(controls['monitor-vpcs']?.['cis-6.0']).toEqual(['5.14']);
    expect(controls['monitor-root-usage']?.['cis-5.0']).toEqual(['4.3']);
    expect(problems).toContain('trail-changed: the catalogue has no control monitor-cloudtrail-configuration-changes');
    const known = {
      prowlerCheck: 'cloudwatch_log_metric_filter_root_usage',
      cisAws3: [],
      cisAws5: ['4.3'],
      cisAws6: [],
    };
    expect(() => monitoringControls([...MONITORED, known])).toThrow('The catalogue has monitor-root-usage by now');
  });

  test.each([
    ['164_312_e_1', '164.312(e)(1)'],
    ['164_312_a_2_iv', '164.312(a)(2)(iv)'],
    ['164_308_a_8', '164.308(a)(8)'],
  ])('HIPAA %s is %s', (given, written) => expect(hipaa(given)).toBe(written));

  test.each([
    ['ds_5', 'PR.DS-5'],
    ['rc_rp_1', 'RC.RP-1'],
    ['ov_2', 'ov_2'],
  ])('CSF %s is %s', (given, written) => expect(csf(given)).toBe(written));

  test('have one line each, sorted', () => {
    const { controls } = fromCatalogue(folder, rules);
    const names = Object.keys(controls);
    expect(names).toEqual(names.toSorted());
    expect(linesOf(controls).split('\n')).toHaveLength(names.length + 3);
    expect(JSON.parse(linesOf(controls))).toEqual(controls);
  });
});

test('the catalogue says how many controls belong to an id, and which controls come first', () => {
  const { known } = fromCatalogue(folder, rules);
  expect(known.first).toEqual(['sg-open-ssh']);
  expect(known.frameworks['security-hub'].ids['EC2.13']).toBe(SLUGS.length - 1);
  expect(known.frameworks['security-hub'].total).toBeUndefined();
  expect(Object.keys(known.frameworks)).toEqual(FRAMEWORK_NAMES);
});

describe('a mistake is named', () => {
  const [rule] = rules as readonly [AnyRule];

  test('a control that the catalogue does not know', () => {
    const wrong = { ...rule, controls: ['sg-open-shs'], messages: {} };
    expect(fromCatalogue(folder, [...rules, wrong]).problems).toContain(
      `${rule.id}: the catalogue has no control sg-open-shs; did you mean sg-open-ssh?`,
    );
  });

  test('a correction that corrects nothing', () => {
    // The catalogue of this test has other ids than the real one.
    expect(fromCatalogue(folder, rules).problems).toEqual(
      expect.arrayContaining([
        'iam-password-policy-weakened/reuse: the catalogue has no security-hub IAM.10 to keep',
        'sg-open-all-traffic/udp: the catalogue has no security-hub EC2.18 to keep',
      ]),
    );
  });

  test('a part that no rule names', () => {
    const [{ of, part }] = PARTS as readonly [(typeof PARTS)[number]];
    const others = rules.filter(
      (each) => !listControls(servedBy(each).map(({ control }) => control)).includes(`${of}/${part}`),
    );
    expect(fromCatalogue(folder, others).problems).toContain(`no rule names ${of}/${part}`);
  });
});
