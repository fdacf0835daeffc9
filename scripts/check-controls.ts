/**
 * Holds the controls of every rule against a catalogue of controls: `node scripts/check-controls.ts
 * <controls.json>`. What a rule or a message declares must be what the catalogue maps to its control.
 */
import { readFileSync } from 'node:fs';
import { rules } from '../generated/rules.ts';
import { type Controls, listControls } from '../shared/core/controls.ts';
import { messagesOf } from '../shared/core/message.ts';

interface Entry {
  readonly slug: string;
  readonly seeds: readonly string[];
  readonly mappings: Readonly<Record<string, readonly string[]>>;
}

/** The catalogue's controls that a rule serves, where they are not the one of its own name. */
const SERVED: Readonly<Record<string, readonly string[]>> = {
  'cloudtrail-log-files-diverted': ['cloudtrail-scope-reduced'],
  'ebs-snapshot-public': ['ebs-snapshot-public', 'ebs-snapshot-shared-external'],
  'rds-snapshot-public': ['rds-snapshot-public', 'rds-snapshot-shared-external'],
  's3-bucket-acl-public': ['s3-bucket-acl-public-or-enabled'],
  'sg-open-ingress': [
    'sg-open-ssh',
    'sg-open-rdp',
    'sg-open-high-risk-ports',
    'sg-open-all-traffic',
    'sg-open-unapproved-port',
    'sg-open-database-ports',
    'sg-wide-public-cidr',
  ],
  'vpc-internet-gateway-attached': ['route-to-internet-added'],
};

/**
 * The catalogue's controls that a rule does not judge, although the catalogue maps them to it. ED-L3.1 asks for nothing:
 * it says who manages the servers. S3.12 is also broken by grants to single users. ELB.2 is about the listeners of load
 * balancers. A trail that delivers elsewhere still records everything.
 */
const NOT_JUDGED: Readonly<Record<string, readonly string[]>> = {
  'acm-self-signed-imported': ['fsbp ELB.2'],
  'cloudtrail-log-files-diverted': [
    'fsbp CloudTrail.1',
    'cis-3.0 3.1',
    'cis-5.0 3.1',
    'soc2 A1.1',
    'soc2 CC2.1',
    'soc2 PI1.3',
  ],
  'iam-role-trust-opened': ['ellipsis-drive ED-L3.1'],
  's3-bucket-acl-public': ['fsbp S3.12'],
};

/**
 * Controls that a rule judges too, although the catalogue maps them to other rules: S3.2 is also about reading through an
 * access control list, and CloudTrail.6 about the bucket of a trail.
 */
const ALSO_JUDGED: Readonly<Record<string, readonly string[]>> = {
  's3-bucket-acl-public': ['fsbp S3.2', 'fsbp CloudTrail.6'],
};

const path = process.argv[2];
if (!path) {
  process.stderr.write('usage: node scripts/check-controls.ts <controls.json>\n');
  process.exit(2);
}
const { controls } = JSON.parse(readFileSync(path, 'utf8')) as { controls: readonly Entry[] };
const bySlug = new Map(controls.map((entry) => [entry.slug, entry]));

const problems = rules.flatMap((rule) => {
  const slugs = SERVED[rule.id] ?? [rule.id];
  const entries = slugs.flatMap((slug) => bySlug.get(slug) ?? []);
  if (entries.length < slugs.length) return [`${rule.id}: the catalogue does not know ${slugs.join(', ')}`];
  const expected = new Set(entries.flatMap((entry) => listControls(controlsOf(entry))));
  const declared = [rule.controls, ...messagesOf(rule).map(({ controls: own }) => own)];
  const listed = new Set(declared.flatMap(listControls));
  return [
    ...[...listed]
      .filter((control) => !expected.has(control) && !ALSO_JUDGED[rule.id]?.includes(control))
      .map((control) => `${rule.id}: ${control} is not in the catalogue`),
    ...[...expected]
      .filter((control) => !listed.has(control) && !NOT_JUDGED[rule.id]?.includes(control))
      .map((control) => `${rule.id}: ${control} is missing`),
  ];
});

process.stdout.write(
  `${problems.map((problem) => `${problem}\n`).join('')}${rules.length} rules, ${problems.length} problems\n`,
);
process.exitCode = problems.length > 0 ? 1 : 0;

function controlsOf({ mappings, seeds }: Entry): Controls {
  return {
    fsbp: mappings['securityHub'] ?? [],
    'cis-3.0': mappings['cisAws3'] ?? [],
    'cis-5.0': mappings['cisAws5'] ?? [],
    soc2: mappings['soc2'] ?? [],
    'iso-27001': mappings['iso27001_2022'] ?? [],
    'ellipsis-drive': seeds.filter((seed) => seed.startsWith('ED-')),
    'inrupt-ess': seeds.filter((seed) => seed.startsWith('ESS-')),
  };
}
