import { rules } from '../../generated/rules.ts';
import { CHECKLISTS, STATEMENTS } from '../../shared/checklists/checklists.ts';
import { isAttestable, linksOf } from '../../shared/checklists/links.ts';
import type { ChecklistName, Statement } from '../../shared/checklists/statement.ts';
import type { Framework } from '../../shared/core/controls.ts';

/**
 * - `watched`: rules watch all of it.
 * - `partly`: rules watch a part of it, and the rest can be attested.
 * - `attestable`: no rule watches any of it, and it can be attested.
 * - `asks nothing`: nothing has to be done for it.
 */
const ANSWERS = ['watched', 'partly', 'attestable', 'asks nothing'] as const;
export type Answered = (typeof ANSWERS)[number];

export function isChecklist(name: Framework): name is ChecklistName {
  return Object.hasOwn(CHECKLISTS, name);
}

function answerOf(statement: Statement): Answered {
  if (statement.asksNothing !== undefined) return 'asks nothing';
  if (!isAttestable(statement, rules)) return 'watched';
  return linksOf(statement, rules).some(([, links]) => links.length > 0) ? 'partly' : 'attestable';
}

/** How many statements have each answer; of one checklist, or of all. */
export function answersOf(name?: ChecklistName): Readonly<Record<Answered, number>> & { readonly total: number } {
  const statements = name === undefined ? [...STATEMENTS.values()] : CHECKLISTS[name].statements;
  const answers = statements.map(answerOf);
  const counts = ANSWERS.map((answer) => [answer, answers.filter((each) => each === answer).length] as const);
  return { ...(Object.fromEntries(counts) as Record<Answered, number>), total: statements.length };
}
