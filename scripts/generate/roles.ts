import type { Permissions } from '../../deploy/declared.ts';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { roleOf } from '../../deploy/parts/needed.ts';
import { EVERYTHING } from '../../deploy/scope.ts';

/** The most that each function may do: with every rule switched on and free to act. */
export function roles(): Readonly<Record<string, Permissions>> {
  return Object.fromEntries(
    FUNCTIONS.map((name) => [
      name,
      Object.fromEntries(Object.entries(roleOf(name, EVERYTHING)).map(([action, { on }]) => [action, on])),
    ]),
  );
}
