import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inject } from 'vitest';
import { copyOfProject } from '../../scripts/check-templates/project.ts';

const BUNDLER = "'../scripts/build/functions.ts'";
const ONCE = fileURLToPath(new URL('bundle-once.ts', import.meta.url));

/** A copy of the project that shares the bundles of functions with the others of this run. Gives its folder. */
export function copyThatBundlesOnce(): string {
  const project = copyOfProject();
  const plugin = join(project, 'deploy/plugin.ts');
  const text = readFileSync(plugin, 'utf8');
  if (!text.includes(BUNDLER)) throw new Error(`deploy/plugin.ts does not import ${BUNDLER}`);
  writeFileSync(plugin, text.replace(BUNDLER, "'../test/support/bundle-once.ts'"));
  const support = join(project, 'test/support');
  mkdirSync(support, { recursive: true });
  cpSync(ONCE, join(support, 'bundle-once.ts'));
  const bundles = join(inject('madeOnce'), 'bundles');
  mkdirSync(bundles, { recursive: true });
  symlinkSync(bundles, join(support, 'bundles'));
  return project;
}
