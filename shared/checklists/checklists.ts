import { ellipsisDrive } from './ellipsis-drive.ts';
import { inruptEss } from './inrupt-ess.ts';
import { type Checklist, type ChecklistName, isBrokenBy, type Statement } from './statement.ts';

export const CHECKLISTS: Readonly<Record<ChecklistName, Checklist>> = {
  'ellipsis-drive': ellipsisDrive,
  'inrupt-ess': inruptEss,
};

/** The statements of each checklist that a violation of what a rule serves breaks. */
export function statementsBrokenBy(claim: string): Readonly<Partial<Record<ChecklistName, readonly string[]>>> {
  const broken = Object.values(CHECKLISTS).map(({ name, statements }) => {
    const some = statements.filter(({ brokenBy = [] }) => brokenBy.some((each) => isBrokenBy(each, claim)));
    return [name, some.map(({ id }) => id)] as const;
  });
  return Object.fromEntries(broken.filter(([, ids]) => ids.length > 0));
}

export const STATEMENTS: ReadonlyMap<string, Statement> = new Map(
  Object.values(CHECKLISTS).flatMap(({ statements }) => statements.map((statement) => [statement.id, statement])),
);
