import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CannotCreate } from './command.ts';

/** `kms-key-disabled`: words in kebab-case, at least so many. */
export function isKebab(text: string, words = 1): boolean {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) && text.split('-').length >= words;
}

/** `kmsKeyDisabled` of `kms-key-disabled`. */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Writes new files below `root`, or none, and formats those of TypeScript as the project is.
 * @param files Texts by their paths from `root`.
 * @param remedy What to do where one of them is there already.
 * @returns their paths.
 * @throws {CannotCreate} where one of them is there already.
 */
export function writeNew(root: string, files: ReadonlyMap<string, string>, remedy: string): readonly string[] {
  const paths = [...files.keys()];
  const taken = paths.filter((file) => existsSync(join(root, file)));
  if (taken.length > 0)
    throw new CannotCreate(`${taken.join(', ')} ${taken.length > 1 ? 'are' : 'is'} there already. ${remedy}`);
  for (const [file, text] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text, { flag: 'wx' });
  }
  // Names differ in length, and with them where the formatter breaks a line.
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const code = paths.filter((path) => path.endsWith('.ts'));
  execFileSync(process.execPath, [biome, 'check', '--write', '--vcs-enabled=false', ...code], {
    cwd: root,
    stdio: 'pipe',
  });
  return paths;
}
