import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rules } from '../../generated/rules.ts';
import { ConfigError, loadConfig } from '../../shared/config/load.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { defaultSettings } from '../../shared/config/settings.ts';

const README = new URL('../../README.md', import.meta.url);

function messageOf(text: string): string {
  try {
    loadConfig(text, 'p.yml', rules);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return 'no mistake';
}

const options = 'rules:\n  sg-open-ingress:\n    ';

describe('every mistake is named with its place', () => {
  test.each([
    [
      'an unknown key',
      'trustedAcounts: []',
      '1:1: there is no setting "trustedAcounts"; did you mean "trustedAccounts"?',
    ],
    ['an unknown key, near none', '\nxyz: 1', '2:1: there is no setting "xyz"; valid here: trustedAccounts,'],
    [
      'an unknown rule',
      'rules:\n  s3-bucket-policy-publik: {}',
      '2:3: there is no rule "s3-bucket-policy-publik"; did you mean "s3-bucket-policy-public"?',
    ],
    [
      'a part of a rule',
      'rules:\n  open-ingress: {}',
      '2:3: there is no rule "open-ingress"; did you mean "sg-open-ingress"?',
    ],
    [
      'an unknown option',
      `${options}enabeld: true`,
      '3:5: there is no setting "enabeld" in rules.sg-open-ingress; did you mean "enabled"?',
    ],
    [
      'a wrong type',
      `${options}enabled: yes`,
      '3:5: rules.sg-open-ingress.enabled: This must be true or false, not "yes".',
    ],
    [
      'a wrong choice',
      `${options}remediation: aprove`,
      '3:5: rules.sg-open-ingress.remediation: This must be one of off, approve, auto, not "aprove"; did you mean approve?',
    ],
    [
      'an account as a number',
      'trustedAccounts:\n  - 111122223333',
      '2:5: trustedAccounts.0: This must be text, not 111122223333; write it in quotes.',
    ],
    [
      'an account too short',
      'trustedAccounts: ["1"]',
      '1:19: trustedAccounts.0: An AWS account id has 12 digits; write it in quotes.',
    ],
    [
      'one account, not a list',
      'trustedAccounts: "111122223333"',
      '1:1: trustedAccounts: This must be a list, not "111122223333".',
    ],
    [
      'an organisation',
      'trustedOrganizations: [ou-1]',
      '1:24: trustedOrganizations.0: An organisation looks like o-exampleorgid, a unit like o-exampleorgid/r-ab12/ou-ab12-exampleunit/.',
    ],
    [
      'a number too small',
      'remediation: { maxPerHour: 0 }',
      '1:16: remediation.maxPerHour: This must be at least 1, not 0.',
    ],
    [
      'a number too large',
      `${options}graceSeconds: 901`,
      '3:5: rules.sg-open-ingress.graceSeconds: This must be at most 900, not 901.',
    ],
    [
      'a framework that there is not',
      'frameworks: [inrupt-es]',
      '1:14: frameworks.0: This must be one of security-hub, cis-3.0, cis-5.0, cis-6.0, cis-7.0, pci-dss-4.0, nist-800-53-r5, nist-csf-2.0, nist-800-171-r2, soc2, iso-27001-2022, nis2, dora, ens, c5, hipaa, mitre-attack, ellipsis-drive, inrupt-ess, not "inrupt-es"; did you mean inrupt-ess?',
    ],
    [
      'an unknown way to treat what has always been so',
      'remediation: { existing: ask }',
      '1:16: remediation.existing: This must be one of propose, auto, not "ask".',
    ],
    ['an empty text', 'trustedDeployers: [""]', '1:20: trustedDeployers.0: This must not be empty.'],
    [
      'an empty list',
      'exemptions: [{ rules: [], resource: "*", reason: x, owner: x, until: "2026-12-31" }]',
      '1:16: exemptions.0.rules: This must not be empty.',
    ],
    [
      'a day that there is not',
      'exemptions: [{ resource: "*", reason: x, owner: x, until: "2026-13-31" }]',
      '1:52: exemptions.0.until: This must be a day, such as 2026-12-31, not "2026-13-31".',
    ],
    ['a tag that is true', 'exemptionTag: true', '1:1: exemptionTag: This must be the name of a tag, or false.'],
    ['a list for a map', 'rules: []', '1:1: rules: This must be a map of settings, not a list.'],
    ['a list at the top', '- rules', '1:1: This must be a map of settings, not a list.'],
    ['nothing for a map', 'rules:', '1:1: rules: This must be a map of settings, not empty.'],
    ['a key twice', 'rules: {}\nrules: {}', '2:1: Map keys must be unique.'],
    ['open brackets', 'rules: [', '1:9: '],
    ['two documents', 'rules: {}\n---\nrules: {}', '2:1: A configuration is one document'],
    ['an alias of nothing', 'rules: *none', '1:1: Unresolved alias'],
    [
      'aliases without end',
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      '1:1: ',
    ],
    ['an inherited name', '__proto__: {}\nconstructor: {}', '2:1: there is no setting "constructor"'],
  ])('%s', (_, text, message) => expect(messageOf(text)).toContain(`p.yml:${message}`));

  test('all at once, in the order of the text', () => {
    expect(
      messageOf('rules:\n  nope-x: {}\n  ami-public: { enabled: 1, zzz: 2 }\nother: 1').match(/:\d+:\d+:/g),
    ).toEqual([':2:3:', ':3:17:', ':3:29:', ':4:1:']);
  });
});

const plain = (settings: ReturnType<typeof loadConfig>) => ({
  ...settings,
  rules: settings.rules.map(({ rule, ...rest }) => ({ id: rule.id, ...rest })),
});

test.each(['', '\n', '# only a comment', '{}', '---', 'rules: {}', 'rules:\n  sg-open-ingress: {}'])(
  '%j is every default',
  (text) => {
    expect(plain(loadConfig(text, 'p.yml', rules))).toEqual(plain(defaultSettings(rules)));
  },
);

test('the example has every setting with its default', () => {
  const example = readFileSync(new URL('../../plumbline.example.yml', import.meta.url), 'utf8');
  expect(plain(loadConfig(example, 'plumbline.example.yml', rules))).toEqual(plain(defaultSettings(rules)));
  for (const name of ['trustedDeployers', 'flapThreshold', 'revertTrustedDeployers', 'graceSeconds'])
    expect(example).toMatch(new RegExp(`^ *${name}: `, 'm'));
});

test('every setting takes effect, also through an anchor', () => {
  const { rules: on, trusted } = loadConfig(
    'trustedAccounts: ["111122223333"]\nrules:\n  sg-open-ingress: &off\n    enabled: false\n  ami-public: *off\n  kms-rotation-off:\n    remediation: off',
    'p.yml',
    rules,
  );
  expect(trusted.accounts).toEqual(['111122223333']);
  expect(on.length).toBe(rules.length - 2);
  expect(on.find(({ rule }) => rule.id === 'kms-rotation-off')?.remediation).toBe('off');
});

test('for any text, loading gives settings or names the mistakes', () => {
  const line = fc.tuple(
    fc.constantFrom('', '  ', '    ', '- ', '? '),
    fc.constantFrom(
      'rules',
      'trustedAccounts',
      'sg-open-ingress',
      'enabled',
      '<<',
      '*a',
      '&a x',
      '!!binary x',
      '"',
      'é',
      '__proto__',
    ),
    fc.constantFrom(':', ': ', ': *a', ': &a', ': [', ': {', ': |', ': "\\u', ': 2026-01-01', ': !!set {a}', ': true'),
  );
  const yaml = fc
    .array(
      line.map((parts) => parts.join('')),
      { maxLength: 6 },
    )
    .map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(fc.oneof(yaml, fc.string(), fc.string({ unit: 'binary' }), fc.json()), (text) => {
      expect(messageOf(text)).toMatch(/^(no mistake|(p\.yml:[1-9]\d*:[1-9]\d*: [^\n]+[.?](\n|$))+)$/);
    }),
    { numRuns: 400 },
  );
});

test('the nearest word', () => {
  const words = ['enabled', 'remediation', 'sg-open-ingress'];
  expect(['ENABLED', 'remediaton', 'open', 'xy', '', 'qqqqqqq'].map((word) => nearest(word, words))).toEqual([
    'enabled',
    'remediation',
    'sg-open-ingress',
    undefined,
    undefined,
    undefined,
  ]);
});

test('a key of several lines is shown on one', () => {
  expect(messageOf('"{\\n  \\"a\\": 1": 2\n')).toMatch(
    /^p\.yml:1:1: there is no setting "\{\\n {2}\\"a\\": 1"; [^\n]+$/,
  );
});

test('the example of the README remediates one rule only', () => {
  const [, yaml = ''] = /```yaml\n([\s\S]*?)```/.exec(readFileSync(README, 'utf8')) ?? [];
  const { rules: set } = loadConfig(yaml, 'README.md', rules);
  expect(set.length).toBe(rules.length);
  expect(
    set.filter(({ remediation }) => remediation !== 'off').map(({ rule, remediation }) => [rule.id, remediation]),
  ).toEqual([['sg-open-ingress', 'auto']]);
});
