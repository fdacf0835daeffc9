import { readFile } from 'node:fs/promises';
import { rules } from '../../generated/rules.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { defaultSettings, type Settings } from '../../shared/config/settings.ts';
import { globCovers } from '../../shared/policy/glob.ts';
import { UsageError } from '../errors.ts';

const DEFAULT_FILE = 'plumbline.yml';

/** The settings in `file`, else those in plumbline.yml if it exists, else the defaults. */
export async function readSettings(file: string | undefined): Promise<Settings> {
  const text = await textOf(file);
  if (text === undefined) return defaultSettings(rules);
  // Imported on use: the schema takes longer to load than everything else at the start.
  const { loadConfig } = await import('../../shared/config/load.ts');
  return loadConfig(text, file ?? DEFAULT_FILE, rules);
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
export function onlyRules(settings: Settings, wanted: string): Settings {
  const names = wanted
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  if (names.length === 0) throw new UsageError('--rules names no rule');
  for (const name of names) {
    if (rules.some(({ id }) => globCovers(name, id))) continue;
    throw new UsageError(`there is no rule ${name}${suggestion(name)}`);
  }
  return {
    ...settings,
    rules: settings.rules.filter(({ rule }) => names.some((name) => globCovers(name, rule.id))),
  };
}

export function suggestion(name: string): string {
  const near = nearest(
    name,
    rules.map(({ id }) => id),
  );
  return near ? `; did you mean ${near}?` : '; plumbline rules lists them';
}
