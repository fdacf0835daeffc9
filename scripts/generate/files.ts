import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** The first line of a file that is generated. */
export const HEAD = ['// Written by `npm run generate`. Do not edit.'];

export function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

export function write(path: string, text: string): void {
  writeFileSync(new URL(path, ROOT), text);
}

/** Paths of the modules below a folder, in the order of their names. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(fileURLToPath(new URL(`${folder}/`, ROOT)), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
}

export function idOf(path: string): string {
  return path.replace(/^.*\//, '').replace(/\.ts$/, '');
}
