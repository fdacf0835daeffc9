import * as z from 'zod';
import { optionsOf } from '../../shared/config/options.ts';
import { configSchema, ruleConfigShape } from '../../shared/config/schema.ts';
import { defaultSettings } from '../../shared/config/settings.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import type { NoticeDefinition } from '../../shared/notices/definition.ts';
import { notices } from '../../shared/notices/notices.ts';

/** For editors that complete and check YAML. */
export function jsonSchema(rules: readonly AnyRule[]): unknown {
  return { title: 'plumbline.yml', ...z.toJSONSchema(configSchema(rules), { io: 'input', unrepresentable: 'any' }) };
}

/** Every setting with its default and the description of the schema: copy what you need to `plumbline.yml`. */
export function exampleConfig(rules: readonly AnyRule[]): string {
  const { shape } = configSchema(rules);
  const { channels, limits } = defaultSettings(rules);
  const when = (each: NoticeDefinition) =>
    `{ enabled: ${each.enabled}, count: ${each.count}, withinMinutes: ${each.withinMinutes}, quietMinutes: ${each.quietMinutes} }`;
  const comment = (name: keyof typeof shape) => wrapped(shape[name].description ?? '');
  const limitShape = shape.remediation.unwrap().shape;
  return [
    '# Every setting of Plumbline with its default, written by `npm run generate`. Copy what you need to plumbline.yml.',
    '# `plumbline check plumbline.yml` names mistakes with their places.',
    '# yaml-language-server: $schema=generated/plumbline.schema.json',
    '',
    ...comment('trustedAccounts'),
    'trustedAccounts: [] # such as ["111122223333"], in quotes',
    '',
    ...comment('trustedOrganizations'),
    'trustedOrganizations: []',
    '',
    ...comment('trustedDeployers'),
    'trustedDeployers: []',
    '',
    ...comment('exemptions'),
    '# Such as:',
    '#   - resource: arn:aws:s3:::public-website # an id or an ARN; * matches any text',
    '#     rules: [s3-bucket-policy-public]',
    '#     reason: It is the web site.',
    '#     owner: web@example.com',
    '#     until: 2027-12-31',
    'exemptions: []',
    '',
    ...comment('exemptionTag'),
    'exemptionTag: plumbline:exempt',
    '',
    ...comment('exemptionDays'),
    'exemptionDays: 365',
    '',
    ...comment('remediation'),
    'remediation:',
    ...Object.entries({ default: 'auto', existing: 'propose', ...limits }).map(
      ([name, value]) => `  ${name}: ${value} # ${limitShape[name as keyof typeof limitShape].description ?? ''}`,
    ),
    '',
    ...comment('frameworks'),
    'frameworks: []',
    '',
    ...comment('requests'),
    'requests:',
    '  # Such as:',
    '  #   undo: ["arn:aws:sts::111122223333:assumed-role/Admin/*"] # ARNs; * matches any text',
    '  allowed: {}',
    '',
    ...comment('channels'),
    'channels:',
    ...Object.entries(channels).map(
      ([name, { minimumSeverity }]) => `  ${name}: { minimumSeverity: ${minimumSeverity} }`,
    ),
    '',
    ...comment('notices'),
    'notices:',
    ...notices.map((each) => `  ${each.name}: ${when(each)} # ${each.title}.`),
    '',
    ...comment('rules'),
    'rules:',
    ...rules.flatMap((rule) => ['', `  # ${rule.title}.`, `  ${rule.id}:`, ...ruleSettings(rule)]),
    '',
  ].join('\n');
}

function ruleSettings(rule: AnyRule): readonly string[] {
  const { remediation, ...others } = ruleConfigShape(rule);
  const mode = rule.remediation?.mode ?? '';
  return [
    ...(remediation
      ? [
          `    # remediation: off # off, approve or auto, instead of remediation.default. This rule allows at most ${mode}.`,
        ]
      : []),
    ...Object.entries(others).map(([name, schema]) =>
      setting(name, schema?.safeParse(undefined).data, described(schema)),
    ),
    ...optionsOf(rule).map(({ name, default: fallback, description }) => setting(name, fallback, description)),
  ];
}

/** JSON is YAML as well. A setting without a default is commented out. */
function setting(name: string, fallback: unknown, description: string): string {
  return fallback === undefined
    ? `    # ${name}: # ${description}`
    : `    ${name}: ${JSON.stringify(fallback)} # ${description}`;
}

function described(schema: z.ZodType | undefined): string {
  return schema?.description ?? '';
}

const WIDTH = 118;

/** A text as lines of comments. */
function wrapped(text: string): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = `${lines.at(-1)} ${word}`.trim();
    if (line.length <= WIDTH) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines.map((line) => `# ${line}`);
}
