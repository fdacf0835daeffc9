import { describe, expect, test } from 'vitest';
import { coverage } from '../../cli/commands/coverage.ts';
import { frameworksIn } from '../../cli/commands/frameworks.ts';
import { listRules, showRule } from '../../cli/commands/rules.ts';
import { idsServed, known, services } from '../../cli/commands/served.ts';
import controls from '../../generated/controls.json' with { type: 'json' };
import { ROOT } from '../../scripts/build/common.ts';
import { FRAMEWORK_NAMES, FRAMEWORKS } from '../../shared/core/controls.ts';
import { plumbline } from '../support/cli.ts';

describe('--framework', () => {
  test('takes several frameworks, also by the names of earlier versions', () => {
    expect(frameworksIn(['cis-5.0, soc2', 'FSBP', 'soc2'])).toEqual(['cis-5.0', 'soc2', 'security-hub']);
  });

  test.each([
    ['cis5', 'cis-5.0'],
    ['cis-6', 'cis-6.0'],
    ['pci-dss', 'pci-dss-4.0'],
    ['nist80053r5', 'nist-800-53-r5'],
    ['iso-27001-2202', 'iso-27001-2022'],
    ['inrupt', 'inrupt-ess'],
    ['security hub', 'security-hub'],
  ])('names the nearest one for %s', (given, meant) => {
    expect(() => frameworksIn([given])).toThrow(`there is no framework ${given}; did you mean ${meant}?`);
  });

  test('lists all where none is near', () => {
    expect(() => frameworksIn(['x'])).toThrow(/there are security-hub, cis-3\.0, .*inrupt-ess$/);
    expect(() => frameworksIn([' , '])).toThrow('names no framework');
  });
});

describe('plumbline rules --framework', () => {
  test('lists the rules for a framework with its ids, and no others', () => {
    const text = listRules(false, ['cis-5.0']);
    expect(text).toMatch(/^sg-open-ingress +high +5\.1\.2, 5\.3, 5\.4$/m);
    expect(text).not.toContain('ecs-root-user');
    expect(text).toMatch(/\d+ rules for CIS AWS Foundations 5\.0;/);
  });

  test('names the framework of each id where there are several', () => {
    expect(listRules(false, ['cis-6.0', 'dora'])).toMatch(
      /^sg-open-ingress +high +cis-6\.0 6\.1\.2.*\n +dora Art\. 9$/m,
    );
  });

  test('prints the same rules as JSON', () => {
    const json = JSON.parse(listRules(true, ['inrupt-ess'])) as readonly { readonly controls: object }[];
    expect(json.length).toBeGreaterThan(10);
    expect(json.filter((rule) => !('inrupt-ess' in rule.controls))).toEqual([]);
  });
});

describe('plumbline rules show', () => {
  test.each([
    [
      'EC2.13',
      'security-hub EC2.13 (AWS Security Hub)\nRules judge all that belongs to it.\n  sg-open-ingress (sg-open-ssh)\n',
    ],
    ['fsbp ec2.13', 'security-hub EC2.13'],
    ['ED-L23.1', 'ellipsis-drive ED-L23.1 (Ellipsis Drive security checklist)\nRules judge a part of it'],
    ['cis-5.0 5.3', 'cis-5.0 5.3 (CIS AWS Foundations 5.0)'],
    ['164.312(e)(1)', 'hipaa 164.312(e)(1)'],
    ['SC-7(12)', 'nist-800-53-r5 SC-7(12)'],
    ['sg-open-ssh', 'sg-open-ssh\n\nRules\n  sg-open-ingress\n\nIds\n  AWS Security Hub: EC2.13\n'],
  ])('%s says which rules serve it', (given, start) => {
    expect(showRule(given, false)).toContain(start);
    expect(() => JSON.parse(showRule(given, true)) as unknown).not.toThrow();
  });

  test('an id that several frameworks have is shown for each', () => {
    const text = showRule('5.3', false);
    expect(text).toContain('cis-3.0 5.3');
    expect(text).toContain('cis-5.0 5.3');
    expect(showRule('cis-5.0 5.3', false)).not.toContain('cis-3.0');
  });

  test('what a rule leaves out of a control is said, there and on the page of the rule', () => {
    const leftOut = 'partly. Access control lists that are enabled, or grant access to single users, are not judged.';
    expect(showRule('S3.12', false)).toContain(`s3-bucket-acl-public (s3-bucket-acl-public-or-enabled): ${leftOut}`);
    expect(showRule('s3-bucket-acl-public', false)).toContain('Served only partly\n  s3-bucket-acl-public-or-enabled:');
  });

  test('an id that no rule serves is known', () => {
    const unserved = idsServed('security-hub').find(({ served }) => served === 'no');
    if (unserved) expect(showRule(unserved.id, false)).toContain('No rule judges it.');
    expect(() => showRule('toString', false)).toThrow('there is no rule or control toString');
  });

  test.each([
    ['sg-opn-ingress', 'sg-open-ingress'],
    ['sg-open-sssh', 'sg-open-ssh'],
    ['EC2..13', 'EC2.13'],
    ['ED-L23,1', 'ED-L23.1'],
  ])('%s: the nearest name is %s', (given, meant) => {
    expect(() => showRule(given, false)).toThrow(`there is no rule or control ${given}; did you mean ${meant}?`);
  });
});

describe('plumbline coverage', () => {
  interface Json {
    readonly frameworks: readonly {
      readonly framework: string;
      readonly whole: number;
      readonly partly: number;
      readonly total: number | null;
      readonly automated: { readonly whole: number; readonly total: number } | null;
    }[];
    readonly priority1?: { readonly whole: number; readonly total: number };
  }
  const all = JSON.parse(coverage(undefined, true)) as Json;

  test('counts every framework', () => {
    expect(all.frameworks.map(({ framework }) => framework)).toEqual(FRAMEWORK_NAMES);
    expect(all.priority1?.total).toBe(89);
    expect(all.priority1?.whole).toBeGreaterThan(40);
    for (const name of Object.values(FRAMEWORKS)) expect(coverage(undefined, false)).toContain(name);
  });

  test('of CIS 5.0 and 6.0, 35 of 63 recommendations are automated, and rules serve the same of both', () => {
    const [five, six] = ['cis-5.0', 'cis-6.0'].map((name) => all.frameworks.find((each) => each.framework === name));
    expect(five).toMatchObject({ total: 63, automated: { total: 35 } });
    expect({ ...six, framework: '', name: '' }).toEqual({ ...five, framework: '', name: '' });
  });

  test('says where the number of all ids is not known', () => {
    expect(coverage(['soc2'], false)).toMatch(
      /SOC 2.* \?\n[\s\S]*\?: how many ids the framework has is not known here/,
    );
    expect(coverage(['cis-5.0'], false)).not.toContain('?');
    expect(JSON.parse(coverage(['soc2'], true))).not.toHaveProperty('priority1');
  });

  test('a control that is served only half makes no id whole', () => {
    const half = services.filter(({ partly }) => partly !== undefined);
    expect(half.map(({ control }) => control)).toContain('s3-bucket-acl-public-or-enabled');
    const [acl] = idsServed('security-hub').filter(({ id }) => id === 'S3.12');
    expect(acl).toMatchObject({ served: 'partly', whole: 0 });
  });

  test('an id is whole only if all that belongs to it is', () => {
    const whole = FRAMEWORK_NAMES.flatMap(idsServed).filter(({ served }) => served === 'whole');
    expect(whole.length).toBeGreaterThan(50);
    for (const { controls: needed, by } of whole) {
      const served = by.filter(({ partly }) => partly === undefined).map(({ control }) => control);
      expect(new Set(served).size).toBe(needed);
    }
  });
});

test('every id of a control that a rule names is known of its framework', () => {
  const unknown = Object.entries(controls).flatMap(([control, byName]) =>
    Object.entries(byName).flatMap(([name, ids]) =>
      ids
        .filter((id: string) => !Object.hasOwn(known.frameworks[name as keyof typeof FRAMEWORKS].ids, id))
        .map((id: string) => `${control}: ${name} ${id}`),
    ),
  );
  expect(unknown).toEqual([]);
});

test('plumbline replay --framework shows the ids of these frameworks, to people and to machines', async () => {
  const { stdout } = await plumbline(['replay', 'examples/trail.json', '--framework', 'cis-6.0,nis2'], { cwd: ROOT });
  expect(stdout).toMatch(/sg-open-ingress · cis-6\.0 6\.3, /);
  expect(stdout).not.toContain('security-hub');
  const json = await plumbline(['replay', 'examples/trail.json', '--json', '--framework', 'dora'], { cwd: ROOT });
  const { findings } = JSON.parse(json.stdout) as { findings: readonly { readonly controls: readonly string[] }[] };
  expect(new Set(findings.flatMap(({ controls: own }) => own.map((id) => id.split(' ')[0])))).toEqual(
    new Set(['dora']),
  );
});
