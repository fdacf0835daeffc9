import { rules } from '../../generated/rules.ts';
import { CHECKLISTS, STATEMENTS } from '../../shared/checklists/checklists.ts';
import { type Links, linkOf, linksOf } from '../../shared/checklists/links.ts';
import { CHECKLIST_NAMES, type ChecklistName, type Statement } from '../../shared/checklists/statement.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { FRAMEWORKS, type Framework } from '../../shared/core/controls.ts';
import { idsServed } from '../commands/served.ts';
import { UsageError } from '../errors.ts';
import { controlIds } from '../output/control-ids.ts';
import { count } from '../output/text.ts';

/** What is shown: a checklist, or a framework whose ids take the place of statements. */
export interface View {
  readonly name: string;
  readonly title: string;
  /** Where the vendor publishes it; left out: of a framework. */
  readonly page?: string;
  /** What the states do not mean, as a full sentence; left out: of a checklist. */
  readonly caution?: string;
  readonly statements: readonly { readonly statement: Statement; readonly links: Links }[];
}

/** The checklists that are named, or all, and perhaps one statement of them alone. */
export function checklistViews(name: string | undefined, only: string | undefined): readonly View[] {
  const names = name === undefined ? CHECKLIST_NAMES : [checklistCalled(name)];
  const id = only === undefined ? undefined : statementCalled(only);
  const views = names.map((each): View => {
    const { title, page, statements } = CHECKLISTS[each];
    const shown = statements.filter((statement) => id === undefined || statement.id === id);
    return {
      name: each,
      title,
      page,
      statements: shown.map((statement) => ({ statement, links: linksOf(statement, rules) })),
    };
  });
  const filled = views.filter(({ statements }) => statements.length > 0);
  if (filled.length === 0) throw new UsageError(`the statement ${id} is not in ${name}`);
  return filled;
}

function checklistCalled(name: string): ChecklistName {
  const found = CHECKLIST_NAMES.find((each) => each === name.toLowerCase());
  if (found) return found;
  if (Object.hasOwn(FRAMEWORKS, name)) throw new UsageError(`${name} is a framework: write --framework ${name}`);
  const near = nearest(name, CHECKLIST_NAMES);
  throw new UsageError(
    `there is no checklist ${name}; ${near ? `did you mean ${near}?` : `there are ${CHECKLIST_NAMES.join(' and ')}`}`,
  );
}

function statementCalled(id: string): string {
  if (STATEMENTS.has(id.toUpperCase())) return id.toUpperCase();
  const near = nearest(id, [...STATEMENTS.keys()]);
  throw new UsageError(
    `there is no statement ${id}; ${near ? `did you mean ${near}?` : 'plumbline checklist lists them'}`,
  );
}

/** The ids of a framework. Rules give evidence for them; whether one is met, an assessor decides. */
export function frameworkView(framework: Framework): View {
  if (framework === 'ellipsis-drive' || framework === 'inrupt-ess') {
    throw new UsageError(`${framework} is a checklist: write plumbline checklist ${framework}`);
  }
  const statements = idsServed(framework).map(({ id, controls, by }) => {
    const claims = Object.keys(controlIds).filter((claim) => controlIds[claim]?.[framework]?.includes(id));
    const served = [...new Set(claims.map((claim) => claim.split('/')[0] ?? claim))];
    const links: Links = served.map((control) => {
      const own = claims.filter((claim) => claim.split('/')[0] === control);
      return [control, rules.flatMap((rule) => linkOf(control, rule, (claim) => own.includes(claim)))] as const;
    });
    const rest = controls - served.length;
    const statement: Statement = { id, section: '', number: 0, says: saysOf(by.map(({ rule }) => rule)) };
    return {
      statement,
      links:
        rest > 0
          ? [
              ...links,
              [
                `${count(rest, served.length > 0 ? 'further control' : 'control')} that belong${rest === 1 ? 's' : ''} to it`,
                [],
              ] as const,
            ]
          : links,
    };
  });
  return {
    name: framework,
    title: `Evidence for ${FRAMEWORKS[framework]}`,
    caution: 'The states say what the rules of Plumbline show. Whether an id is met, an assessor decides.',
    statements,
  };
}

function saysOf(serving: readonly string[]): string {
  const titles = rules.filter(({ id }) => serving.includes(id)).map(({ title }) => title);
  return titles.length > 0 ? `${[...new Set(titles)].join('; ')}.` : 'No rule is about it.';
}
