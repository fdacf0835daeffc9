import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { OutputOptions } from 'rolldown';

/** The project's folder, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export const OUTPUT: OutputOptions = {
  format: 'esm',
  // Names stay, so that a stack trace can be read.
  minify: { mangle: false, compress: true, codegen: true },
};

/** What an earlier build left is no part of this one. */
export function emptyOutput(): void {
  rmSync(`${ROOT}dist`, { recursive: true, force: true });
}
