import { stateOf } from '../../shared/checklists/state.ts';
import { factsOfLogs } from '../checklist/from-logs.ts';
import { factsOfStack } from '../checklist/from-stack.ts';
import type { Gathered } from '../checklist/gathered.ts';
import { checklistViews, frameworkView, type View } from '../checklist/views.ts';
import { UsageError } from '../errors.ts';
import { checklistCsv, checklistHtml, checklistMarkdown } from '../output/checklist/documents.ts';
import { checklistJson } from '../output/checklist/json.ts';
import { type ChecklistsReport, exitCodeOf } from '../output/checklist/report.ts';
import { checklistTable } from '../output/checklist/table.ts';
import { paintFor } from '../output/text.ts';
import { frameworksIn } from './frameworks.ts';
import { readSettings } from './settings.ts';

type Format = 'table' | 'json' | 'csv' | 'markdown' | 'html';

export interface ChecklistFlags {
  readonly format?: Format;
  readonly json?: boolean;
  readonly statement?: string;
  readonly framework?: readonly string[];
  readonly logs?: readonly string[];
  readonly config?: string;
  readonly stage?: string;
  readonly name?: string;
  readonly region?: string;
  readonly profile?: string;
}

/** `plumbline checklist`; returns the exit code. */
export async function checklistCommand(name: string | undefined, flags: ChecklistFlags): Promise<number> {
  const views = viewsOf(name, flags);
  const { facts, from, note } = await gather(views, flags);
  const report: ChecklistsReport = {
    reports: views.map(({ statements, ...view }) => ({
      view,
      states: statements.map(({ statement, links }) => stateOf(statement, links, facts)),
    })),
    from,
    at: facts.at,
    ...(note === undefined ? {} : { note }),
    isWhole: flags.statement !== undefined,
  };
  process.stdout.write(written(report, flags.json ? 'json' : (flags.format ?? 'table')));
  return exitCodeOf(report);
}

function viewsOf(name: string | undefined, { framework, statement }: ChecklistFlags): readonly View[] {
  if (framework === undefined) return checklistViews(name, statement);
  if (name !== undefined) throw new UsageError(`name ${name} or --framework, not both`);
  if (statement !== undefined) throw new UsageError('--statement is of a checklist; leave out --framework');
  return frameworksIn(framework).map(frameworkView);
}

async function gather(views: readonly View[], flags: ChecklistFlags): Promise<Gathered> {
  const { logs, config, stage = 'prod', name = 'plumbline', region, profile } = flags;
  if (logs !== undefined) {
    const { settings } = await readSettings(config);
    return factsOfLogs(logs, settings, Date.now());
  }
  if (config !== undefined)
    throw new UsageError('--config is for --logs; a deployment has the settings that it was deployed with');
  const links = views.flatMap(({ statements }) => statements.flatMap((each) => each.links.flatMap(([, own]) => own)));
  return factsOfStack(
    {
      prefix: `${name}-${stage}`,
      ...(region === undefined ? {} : { region }),
      ...(profile === undefined ? {} : { profile }),
    },
    [...new Set(links.map(({ rule }) => rule))],
  );
}

function written(report: ChecklistsReport, format: Format): string {
  const { stdout } = process;
  switch (format) {
    case 'json':
      return checklistJson(report);
    case 'csv':
      return checklistCsv(report);
    case 'markdown':
      return checklistMarkdown(report);
    case 'html':
      return checklistHtml(report);
    case 'table':
      return checklistTable(report, paintFor(stdout), Math.max(60, stdout.columns ?? 100));
  }
}
