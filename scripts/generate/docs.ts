import ids from '../../generated/controls.json' with { type: 'json' };
import { optionsOf } from '../../shared/config/options.ts';
import { FRAMEWORKS } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { controlsOfRule } from '../../shared/core/rule-controls.ts';

const END = '<!-- end of generated head -->';

/** The page with a new head; the body is written by hand. */
export function withHead(page: string, head: string): string {
  const body = page.includes(END) ? page.slice(page.indexOf(END) + END.length) : `\n\n${page}`;
  return `${head}\n${END}\n\n${body.trimStart()}`;
}

/** What a rule's page says of it, from the rule itself. */
export function rulePage(rule: AnyRule): string {
  const options = optionsOf(rule);
  return [
    `# ${rule.id}`,
    '',
    `${rule.title}.`,
    '',
    '| | |',
    '| --- | --- |',
    `| Severity | ${rule.severity} |`,
    `| Watches | ${rule.kind.title} |`,
    `| Events | ${rule.triggers.map((id) => `\`${id}\``).join(', ')} |`,
    `| Controls | ${
      controlsOfRule(rule, ids)
        .map(([name, ids]) => `${FRAMEWORKS[name]}: ${ids.join(', ')}`)
        .join('<br>') || 'none'
    } |`,
    `| Remediation | ${remediationOf(rule)} |`,
    '',
    '## What it reports',
    '',
    ...messagesOf(rule).map(({ text, severity }) => `- ${text.replace(/\{\{(\w+)\}\}/g, '*$1*')} (${severity})`),
    '',
    ...(options.length === 0
      ? []
      : [
          '## Options',
          '',
          '| option | default | meaning |',
          '| --- | --- | --- |',
          ...options.map(
            ({ name, default: fallback, description }) =>
              `| \`${name}\` | ${fallback === undefined ? 'none' : `\`${cell(JSON.stringify(fallback))}\``} | ${cell(description)} |`,
          ),
          '',
        ]),
  ].join('\n');
}

function remediationOf({ remediation }: AnyRule): string {
  if (!remediation) return 'none: a person has to decide';
  const actions = remediation.actions.map(({ type, undoneBy }) =>
    type === undoneBy
      ? `\`${type}\` (undone by the same, with what was there before)`
      : `\`${type}\` (undone by \`${undoneBy}\`)`,
  );
  return `${remediation.mode === 'auto' ? 'may be automatic' : 'after approval'}: ${actions.join(', ')}`;
}

/** One line a rule. */
export function ruleTable(rules: readonly AnyRule[], folder: string): string {
  return [
    '| rule | requirement | severity | remediation |',
    '| --- | --- | --- | --- |',
    ...rules.map(
      (rule) =>
        `| [${rule.id}](${folder}${rule.id}.md) | ${cell(rule.title)} | ${rule.severity} | ${rule.remediation?.mode ?? 'by hand'} |`,
    ),
    '',
  ].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
