import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyRule } from '../../shared/core/rule.ts';

const ROOT = new URL('../../', import.meta.url);

/** Every module below `folder` whose name ends so, by its path from `folder`. */
export async function loadModules<Module>(folder: string, ending = '.ts'): Promise<ReadonlyMap<string, Module>> {
  const base = new URL(`${folder}/`, ROOT);
  const paths = readdirSync(fileURLToPath(base), { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith(ending),
  );
  const modules = await Promise.all(
    paths.sort().map(async (path) => [path, (await import(new URL(path, base).href)) as Module] as const),
  );
  return new Map(modules);
}

/** Every rule, by its path from `shared/rules`; what rules share is none. */
export async function loadRules(): Promise<ReadonlyMap<string, { readonly default: AnyRule }>> {
  const modules = await loadModules<{ readonly default: AnyRule }>('shared/rules');
  return new Map([...modules].filter(([path]) => !path.startsWith('common/')));
}
