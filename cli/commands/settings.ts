import { readFile } from 'node:fs/promises';
import { rules } from '../../generated/rules.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import { globCovers } from '../../shared/policy/glob.ts';
import { UsageError } from '../errors.ts';

const DEFAULT_FILE = 'plumbline.yml';

/** Settings, and the file that they come from. */
export interface Configured {
  readonly settings: Settings;
  /** Left out: the defaults. */
  readonly file?: string;
  /** Ids of the rules that the file switches off, each with its line there. */
  readonly off: ReadonlyMap<string, number>;
}

/** The settings in `file`, else those in plumbline.yml if it exists, else the defaults. */
export async function readSettings(given: string | undefined): Promise<Configured> {
  const text = await textOf(given);
  if (text === undefined) return { settings: defaultSettings(rules), off: new Map() };
  const file = given ?? DEFAULT_FILE;
  // Imported on use: the schema takes longer to load than everything else at the start.
  const { lineOf, loadConfig } = await import('../../shared/config/load.ts');
  const settings = loadConfig(text, file, rules);
  const on = new Set(settings.rules.map(({ rule }) => rule.id));
  const off = rules
    .filter(({ id }) => !on.has(id))
    .map(({ id }) => [id, lineOf(text, ['rules', id, 'enabled'])] as const);
  return { settings, file, off: new Map(off) };
}

async function textOf(file: string | undefined): Promise<string | undefined> {
  try {
    return await readFile(file ?? DEFAULT_FILE, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && file === undefined) return undefined;
    throw new UsageError(
      code === 'ENOENT'
        ? `there is no file ${file}`
        : `${file ?? DEFAULT_FILE} cannot be read: ${(error as Error).message}`,
    );
  }
}

/** Only the rules that `wanted` names: ids separated by commas, in which `*` matches any text. */
export function onlyRules(configured: Configured, wanted: string): Configured {
  const { settings, file = '', off } = configured;
  const names = wanted
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError('--rules names no rule');
  for (const name of names) {
    const named = rules.filter(({ id }) => globCovers(name, id));
    if (named.length === 0) throw new UsageError(`there is no rule ${name}${suggestion(name)}`);
    const [first] = named;
    if (first && named.every(({ id }) => off.has(id))) {
      const what = named.length === 1 ? first.id : `every rule that matches ${name}, such as ${first.id},`;
      throw new UsageError(`--rules ${name}: ${what} is switched off in ${file}:${off.get(first.id)}`);
    }
  }
  const isNamed = (id: string) => names.some((name) => globCovers(name, id));
  return {
    ...configured,
    // A notice is no rule.
    settings: { ...settings, rules: settings.rules.filter(({ rule }) => isNamed(rule.id)), notices: [] },
    off: new Map([...off].filter(([id]) => isNamed(id))),
  };
}

export function suggestion(name: string): string {
  const near = nearest(
    name,
    rules.map(({ id }) => id),
  );
  return near ? `; did you mean ${near}?` : '; plumbline rules lists them';
}
