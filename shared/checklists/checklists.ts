import { ellipsisDrive } from './ellipsis-drive.ts';
import { inruptEss } from './inrupt-ess.ts';
import type { Checklist, ChecklistName, Statement } from './statement.ts';

export const CHECKLISTS: Readonly<Record<ChecklistName, Checklist>> = {
  'ellipsis-drive': ellipsisDrive,
  'inrupt-ess': inruptEss,
};

export const STATEMENTS: ReadonlyMap<string, Statement> = new Map(
  Object.values(CHECKLISTS).flatMap(({ statements }) => statements.map((statement) => [statement.id, statement])),
);
