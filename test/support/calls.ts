import { appendFileSync } from 'node:fs';
import type { Call } from '../../shared/aws/clients.ts';

const seen = new Set<string>();

/** Keeps every call that the tests make, for the proof that what is declared is what is called. */
export function recordCall({ service, command, error }: Call): void {
  const file = process.env['PLUMBLINE_CALLS'];
  const key = `${service} ${command}`;
  if (file === undefined || error !== undefined || seen.has(key)) return;
  seen.add(key);
  appendFileSync(file, `${key}\n`);
}
