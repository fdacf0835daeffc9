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
    '# Every setting of Plumbline with its default. `npm run generate` writes this file. Copy the settings that you',
    '# need to plumbline.yml. `plumbline check plumbline.yml` prints each error with its line.',
    '# yaml-language-server: $schema=generated/plumbline.schema.json',
    '',
    '# Accounts that may have access besides your own, in quotes.',
    'trustedAccounts: []',
    '',
    '# Organisations whose accounts may have access.',
    'trustedOrganizations: []',
    '',
    '# Names of roles and users whose changes are reported and not reverted; * matches any text.',
    'trustedDeployers: []',
    '',
    '# Accepted drift, a list:',
    '#   - resource: arn:aws:s3:::public-website # an id or ARN; * matches any text',
    '#     rules: [s3-bucket-policy-public]',
    '#     reason: It is the web site.',
    '#     owner: web@example.com',
    '#     until: 2027-12-31',
    'exemptions: []',
    '',
    '# The tag that exempts a resource; false: tags exempt nothing.',
    'exemptionTag: plumbline:exempt',
    '',
    '# Remediation, where it is deployed: its mode and its limits.',
    'remediation:',
    ...limits(rules),
    '',
    '# Each channel gets findings of this severity and higher.',
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
            '    remediationByAccount: {} # The mode for single accounts: { "111122223333": approve }',
            '    graceSeconds: 0 # Seconds to wait before a remediation; at most 900.',
            '    revertTrustedDeployers: false # Whether changes by trustedDeployers are reverted, too.',
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
