import { rules } from '../../generated/rules.ts';
import { CHECKLISTS } from '../../shared/checklists/checklists.ts';
import { driftOf } from '../../shared/checklists/drifts.ts';
import { isAttestable, linksOf } from '../../shared/checklists/links.ts';
import { NEEDS, settingOf } from '../../shared/checklists/needs.ts';
import type { Statement } from '../../shared/checklists/statement.ts';
import { placeOf } from '../output/checklist/report.ts';

/** What a statement of a checklist says, and what watches it. Whether it is kept, only a deployment knows. */
export function aboutStatement(statement: Statement): readonly string[] {
  const { id, says, asksNothing, unseen, note } = statement;
  const links = linksOf(statement, rules);
  const unserved = links.filter(([, own]) => own.length === 0).map(([control]) => driftOf(control));
  const needs = links.flatMap(([, own]) =>
    own.flatMap((link) => NEEDS.filter((need) => need.rule === link.rule && need.control === link.control)),
  );
  const checklist = Object.values(CHECKLISTS).find(({ statements }) => statements.includes(statement));
  return [
    `${id} (${checklist?.title ?? ''})`,
    says,
    `On ${checklist?.page ?? ''}: ${placeOf(statement)}.`,
    ...section('Asks nothing', asksNothing === undefined ? [] : [asksNothing]),
    ...section(
      'Broken where',
      links.flatMap(([, own]) => own.map((link) => `${driftOf(link.control)}: ${link.rule}`)),
    ),
    ...section(
      'Needs',
      needs.map((need) => `${settingOf(need)}. ${need.otherwise}`),
    ),
    ...section('No rule judges', unserved),
    ...section('AWS does not show', unseen ? [unseen.what, `It would be shown by this: ${unseen.shownBy}`] : []),
    ...section('Note', note === undefined ? [] : [note]),
    '',
    ...(isAttestable(statement, rules) ? ['What no rule watches can be attested in plumbline.yml.'] : []),
    ...(asksNothing === undefined ? [`plumbline checklist --statement ${id} says whether it is kept.`] : []),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : [];
}
