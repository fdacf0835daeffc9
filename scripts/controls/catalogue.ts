import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKLISTS, statementsBrokenBy } from '../../shared/checklists/checklists.ts';
import type { ChecklistName } from '../../shared/checklists/statement.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { FRAMEWORK_NAMES, type Framework, type FrameworkIds } from '../../shared/core/controls.ts';
import type { Known } from '../../shared/core/known-frameworks.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { servedBy } from '../../shared/core/rule-controls.ts';
import { notices } from '../../shared/notices/notices.ts';
import { ADDED, CORRECTIONS, type Edit, PARTS } from './corrections.ts';
import { type Entry, SOURCES } from './formats.ts';
import { knownIn } from './known.ts';
import { type Monitored, monitoringControls } from './monitoring.ts';

type Joined = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** What follows from the catalogue, and what is wrong. */
export interface FromCatalogue {
  /** The ids of the controls that rules name, in the order of their names. */
  readonly controls: Readonly<Record<string, FrameworkIds>>;
  readonly known: Known;
  /** A sentence for each unknown control, and for each correction or part without use. */
  readonly problems: readonly string[];
}

/** Joins what rules name with the catalogue in `folder`. */
export function fromCatalogue(folder: string, rules: readonly AnyRule[]): FromCatalogue {
  const { controls, cisMonitoringRules } = readJson(folder, 'controls.json') as {
    readonly controls: readonly Entry[];
    readonly cisMonitoringRules: readonly Monitored[];
  };
  const { ids } = readJson(folder, 'framework-ids.json') as { ids: Joined };
  const problems: string[] = [];
  const all = new Map<string, FrameworkIds>([
    ...controls.map((entry) => [entry.slug, written(entry, ids[entry.slug] ?? {})] as const),
    ...Object.entries(monitoringControls(cisMonitoringRules)),
  ]);
  const change = (from: string, to: string, edit: Edit) => {
    const before = all.get(from);
    if (!before) problems.push(`the catalogue does not know ${from}, which is corrected`);
    else {
      const after = edited(before, to, edit);
      if (JSON.stringify(after) === JSON.stringify(before)) problems.push(`what is said of ${to} changes nothing`);
      problems.push(...uselessIn(before, edit).map((what) => `${to}: ${what}`));
      all.set(to, after);
    }
  };
  for (const { control, ids: own } of ADDED) {
    if (all.has(control)) problems.push(`the catalogue has ${control} already`);
    all.set(control, own);
  }
  for (const each of CORRECTIONS) change(each.control, each.control, each);
  const wholes = new Map(all);
  for (const each of PARTS) change(each.of, `${each.of}/${each.part}`, each);

  const named = new Map([
    ...rules.flatMap((rule) => servedBy(rule).map(({ control }) => [control, rule.id] as const)),
    ...notices.flatMap((notice) => notice.controls.map((control) => [control, notice.name] as const)),
  ]);
  for (const [control, rule] of named) {
    const near = all.has(control) ? undefined : nearest(control, [...all.keys()]);
    if (!all.has(control)) {
      problems.push(`${rule}: the catalogue has no control ${control}${near ? `; did you mean ${near}?` : ''}`);
    }
  }
  for (const { of, part } of PARTS) {
    if (!named.has(`${of}/${part}`)) problems.push(`no rule names ${of}/${part}`);
  }
  const used = [...named.keys()].filter((control) => all.has(control)).sort();
  return {
    controls: Object.fromEntries(used.map((control) => [control, all.get(control) ?? {}])),
    known: knownIn(wholes, controls),
    problems,
  };
}

/** One line a control: two people who add controls change different lines. */
export function linesOf(record: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(record).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function written(entry: Entry, joined: Readonly<Record<string, readonly string[]>>): FrameworkIds {
  const broken = statementsBrokenBy(entry.slug);
  return onlyFilled((name) => {
    if (isChecklist(name)) return broken[name] ?? [];
    const { from, write = (id) => id } = SOURCES[name];
    return (from(entry, joined) ?? []).map(write);
  });
}

/** @param to A control, or a part of one. */
function edited(ids: FrameworkIds, to: string, { only = {}, nothingElse, and = {} }: Edit): FrameworkIds {
  const broken = statementsBrokenBy(to);
  return onlyFilled((name) => {
    if (isChecklist(name)) return broken[name] ?? [];
    const kept = only[name] ?? (nothingElse ? [] : (ids[name] ?? []));
    return [...kept, ...(and[name] ?? [])];
  });
}

function isChecklist(name: Framework): name is ChecklistName {
  return Object.hasOwn(CHECKLISTS, name);
}

/** What an edit says that the catalogue does not need. */
function uselessIn(ids: FrameworkIds, { only = {}, nothingElse, and = {} }: Edit): readonly string[] {
  return FRAMEWORK_NAMES.flatMap((name) => {
    const has = (id: string) => ids[name]?.includes(id) ?? false;
    return [
      ...(only[name] ?? []).filter((id) => !has(id)).map((id) => `the catalogue has no ${name} ${id} to keep`),
      ...(and[name] ?? []).filter(has).map((id) => `the catalogue has ${name} ${id} already`),
      ...(!nothingElse && only[name] && only[name].length === ids[name]?.length
        ? [`the ids of ${name} stay the same`]
        : []),
    ];
  });
}

function onlyFilled(idsOf: (name: Framework) => readonly string[]): FrameworkIds {
  return Object.fromEntries(
    FRAMEWORK_NAMES.flatMap((name) => {
      const ids = [...new Set(idsOf(name))].sort(byNumber);
      return ids.length > 0 ? [[name, ids]] : [];
    }),
  );
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
