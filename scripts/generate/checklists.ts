import { driftOf } from '../../shared/checklists/drifts.ts';
import { isAttestable, type Link, linksOf } from '../../shared/checklists/links.ts';
import { NEEDS, settingOf } from '../../shared/checklists/needs.ts';
import type { Checklist, Statement } from '../../shared/checklists/statement.ts';
import type { AnyRule } from '../../shared/core/rule.ts';

/** The page of a checklist: every statement, what watches it, and what nothing watches. */
export function checklistPage({ title, page, statements }: Checklist, rules: readonly AnyRule[]): string {
  return [
    `# ${title}`,
    '',
    `The statements of <${page}>, each found again by its heading and its number below that heading. They are in our own words.`,
    '[checklists.md](../checklists.md) says what the states mean. `npm run generate` writes this page.',
    '',
    ...statements.flatMap((statement) => about(statement, rules)),
  ].join('\n');
}

function about(statement: Statement, rules: readonly AnyRule[]): readonly string[] {
  const { id, section, number, says, asksNothing, unseen, note } = statement;
  const links = linksOf(statement, rules);
  const watched = links.flatMap(([, own]) => own);
  const unserved = links.filter(([, own]) => own.length === 0).map(([control]) => driftOf(control));
  const paragraphs = [
    `*${section}, ${number === 0 ? 'the heading' : number}.* ${says}`,
    ...(asksNothing === undefined ? [] : [`Asks nothing. ${asksNothing}`]),
    ...(watched.length > 0 ? [linkTable(watched)] : []),
    ...(unserved.length > 0
      ? [['No rule judges these yet:', '', ...unserved.map((each) => `- ${each}`)].join('\n')]
      : []),
    ...(unseen === undefined
      ? []
      : [`AWS does not show this: ${unseen.what} It would be shown by this: ${unseen.shownBy}`]),
    ...(isAttestable(statement, rules) ? ['What no rule watches can be attested.'] : []),
    ...(note === undefined ? [] : [note]),
  ];
  return [`## ${id}`, '', ...paragraphs.flatMap((each) => [each, ''])];
}

function linkTable(links: readonly Link[]): string {
  const rows = links.map((link) => {
    const needs = NEEDS.filter(({ rule, control }) => rule === link.rule && control === link.control);
    const left = [
      ...needs.map((need) => `\`${settingOf(need)}\`: ${need.otherwise}`),
      ...(link.partly === undefined ? [] : [link.partly]),
    ];
    return `| ${driftOf(link.control)} | [${link.rule}](../rules/${link.rule}.md) | ${left.join(' ')} |`;
  });
  return ['| broken where | rule | needed, or left out |', '| --- | --- | --- |', ...rows].join('\n');
}
