import { objectOf, parsedObject } from '../core/json.ts';
import type { Entry } from '../store/store.ts';
import { resume } from './act.ts';
import type { Outcome, RemediatePorts } from './ports.ts';
import { remediate } from './remediate.ts';
import { undo } from './undo.ts';

/** So often a message is tried; then the queue gives it up (`maxReceiveCount`), and what failed is announced. */
export const LAST_TRY = 5;

/**
 * Acts on an entry, or on a message of the queue: `{"entry":"<id of an entry or a run>","waited":true}` or
 * `{"undo":"<finding>","by":"<name>","run":"<what is to be undone>","at":<when it was asked>}`.
 * @throws {TypeError} for anything else.
 */
export async function actOn(
  given: string | { readonly entry: Entry },
  ports: RemediatePorts,
  last = false,
): Promise<Outcome> {
  if (typeof given !== 'string') return remediate(given.entry, ports);
  const { entry: id, waited, undo: finding, by, run: what, at } = objectOf(parsedObject(given)) ?? {};
  if (typeof finding === 'string' && typeof by === 'string') {
    const request = {
      undo: finding,
      by,
      ...(typeof what === 'string' ? { run: what } : {}),
      ...(typeof at === 'number' ? { at } : {}),
    };
    return undo(request, ports, { last });
  }
  if (typeof id !== 'string') throw new TypeError('this asks for nothing');
  const entry = await ports.store.entry(id);
  if (entry) return remediate(entry, ports, { waited: waited === true, last });
  const run = await ports.store.run(id);
  return run ? resume(run, ports, { last }) : 'left';
}
