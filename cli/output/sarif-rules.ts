import type { ReportingDescriptor, Result } from 'sarif';
import { FRAMEWORKS, type Framework, USUAL_FRAMEWORKS } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { controlsOfRule } from '../../shared/core/rule-controls.ts';
import type { Severity } from '../../shared/core/severity.ts';
import { cut } from '../../shared/core/text.ts';
import { controlIds } from './control-ids.ts';

export const LEVELS: Readonly<Record<Severity, NonNullable<Result['level']>>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};
/** GitHub sorts by it: above 9.0 is critical, from 7.0 high, from 4.0 medium. */
const SCORES: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0' };
/** The longest description that GitHub takes. Characters. */
const LONGEST = 1024;

/** A rule, as GitHub shows it beside its results, with the ids of the chosen frameworks; none: the usual ones. */
export function descriptorOf(rule: AnyRule, homepage: string, frameworks: readonly Framework[]): ReportingDescriptor {
  const page = pageOf(rule, homepage);
  const reports = messagesOf(rule).map(
    ({ text, severity }) => `${text.replace(/\{\{(\w+)\}\}/g, '<$1>')} (${severity})`,
  );
  const controls = controlsOfRule(rule, controlIds, frameworks.length > 0 ? frameworks : USUAL_FRAMEWORKS).map(
    ([name, ids]) => `${FRAMEWORKS[name]}: ${ids.join(', ')}`,
  );
  const sections = [
    ['What it reports', reports],
    ['What to do', [rule.fix]],
    ['Controls', controls],
  ] as const;
  return {
    id: rule.id,
    name: nameOf(rule.id),
    shortDescription: { text: cut(`${rule.title}.`, LONGEST) },
    fullDescription: { text: cut(`${rule.title}. ${rule.fix}`, LONGEST) },
    help: {
      text: [
        `${rule.title}.`,
        ...sections.flatMap(([title, lines]) => ['', `${title}:`, ...lines.map((line) => `- ${line}`)]),
        '',
        page,
      ].join('\n'),
      markdown: [
        `${rule.title}.`,
        ...sections.flatMap(([title, lines]) => [
          '',
          `## ${title}`,
          '',
          ...lines.map((line) => `- ${inMarkdown(line)}`),
        ]),
        '',
        `[More about ${rule.id}](${page})`,
      ].join('\n'),
    },
    helpUri: page,
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: ['security', 'aws', rule.kind.name], 'security-severity': SCORES[rule.severity] },
  };
}

/** The page of a rule in the repository. */
function pageOf({ id }: AnyRule, homepage: string): string {
  return `${homepage.replace(/#.*$/, '')}/blob/main/docs/rules/${id}.md`;
}

/** `sg-open-ingress` → `SgOpenIngress`: the form that SARIF recommends for names. */
function nameOf(id: string): string {
  return id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** A placeholder in angle brackets would be taken for an element. */
function inMarkdown(text: string): string {
  return text.replace(/<(\w+)>/g, '*$1*').replaceAll('<', '&lt;');
}
