import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCES = ['cli', 'deploy', 'functions', 'generated', 'scripts', 'shared', 'package.json', 'serverless.yml'];

/** Copies into `folder` what is packaged: others may package at the same time. */
export function copySources(folder: string): void {
  for (const name of SOURCES) cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
}
