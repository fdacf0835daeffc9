import * as z from 'zod';
import { optionsOf } from '../../shared/config/options.ts';
import { configSchema } from '../../shared/config/schema.ts';
import type { AnyRule } from '../../shared/core/rule.ts';

/** For editors that complete and check YAML. */
export function jsonSchema(rules: readonly AnyRule[]): unknown {
  return { title: 'plumbline.yml', ...z.toJSONSchema(configSchema(rules), { io: 'input' }) };
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
    'rules:',
    ...rules.flatMap((rule) => [
      '',
      `  # ${rule.title}.`,
      `  ${rule.id}:`,
      '    enabled: true',
      ...(rule.remediation
        ? [`    remediation: auto # off, approve or auto; this rule allows at most ${rule.remediation.mode}`]
        : []),
      // JSON is YAML as well.
      ...optionsOf(rule).map(
        ({ name, default: fallback, description }) => `    ${name}: ${JSON.stringify(fallback)} # ${description}`,
      ),
    ]),
    '',
  ].join('\n');
}
