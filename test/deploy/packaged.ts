import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATE } from '../../scripts/check-templates/project.ts';

export interface Packaged {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> }>
  >;
}

export function templateIn(folder: string): Packaged {
  return JSON.parse(readFileSync(join(folder, TEMPLATE), 'utf8')) as Packaged;
}
