import * as z from 'zod';
import { optionsOf } from '../../shared/config/options.ts';
import { configSchema } from '../../shared/config/schema.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { AnyRule } from '../../shared/core/rule.ts';

/** For editors that complete and check YAML. */
export function jsonSchema(rules: readonly AnyRule[]): unknown {
  return { title: 'plumbline.yml', ...z.toJSONSchema(configSchema(rules), { io: 'input', unrepresentable: 'any' }) };
}

/** Every setting with its default, commented out: copy what you need to `plumbline.yml`. */
export function exampleConfig(rules: readonly AnyRule[]): string {
  return [
    '# Every setting of Plumbline with its default. Written by `npm run generate`; copy what you',
    '# need to plumbline.yml. `plumbline check plumbline.yml` says what is wrong, and where.',
    '# yaml-language-server: $schema=generated/plumbline.schema.json',
    '',
    '# Accounts that may have access besides the own one, in quotes.',
    'trustedAccounts: []',
    '',
    '# Organisations whose accounts may have access.',
    'trustedOrganizations: []',
    '',
    '# Names of roles and users whose changes are reported and not put back; * stands for any text.',
    'trustedDeployers: []',
    '',
    '# What is accepted: a list of',
    '#   - resource: arn:aws:s3:::public-website # an id or ARN; * stands for any text',
    '#     rules: [s3-bucket-policy-public]',
    '#     reason: It is the web site.',
    '#     owner: web@example.com',
    '#     until: 2027-12-31',
    'exemptions: []',
    '',
    '# The tag by which a resource is exempt; false: no tag is.',
    'exemptionTag: plumbline:exempt',
    '',
    '# Remediation, where it is deployed: how far it may go, and its limits.',
    'remediation:',
    ...limits(rules),
    '',
    '# What is told where: findings less severe are not.',
    'channels:',
    ...Object.entries(defaultSettings(rules).channels).map(
      ([name, { minimumSeverity }]) => `  ${name}: { minimumSeverity: ${minimumSeverity} }`,
    ),
    '',
    'rules:',
    ...rules.flatMap((rule) => [
      '',
      `  # ${rule.title}.`,
      `  ${rule.id}:`,
      '    enabled: true',
      ...(rule.remediation
        ? [
            `    # remediation: off # off, approve or auto, instead of remediation.default; this rule allows at most ${rule.remediation.mode}`,
            '    remediationByAccount: {} # How far it may go in single accounts: { "111122223333": approve }',
            '    graceSeconds: 0 # How long to wait before putting anything back; at most 900.',
            '    revertDeployers: false # Whether changes by trustedDeployers are put back as well.',
          ]
        : []),
      // JSON is YAML as well.
      ...optionsOf(rule).map(({ name, default: fallback, description }) =>
        fallback === undefined
          ? `    # ${name}: # ${description}`
          : `    ${name}: ${JSON.stringify(fallback)} # ${description}`,
      ),
    ]),
    '',
  ].join('\n');
}

function limits(rules: readonly AnyRule[]): readonly string[] {
  const { remediation } = configSchema(rules).shape;
  const { shape } = remediation.unwrap();
  return Object.entries({ default: 'auto', ...defaultSettings(rules).limits }).map(
    ([name, value]) => `  ${name}: ${value} # ${shape[name as keyof typeof shape].description ?? ''}`,
  );
}
