import type { Permissions } from '../../deploy/declared.ts';
import { FUNCTIONS } from '../../deploy/needs.ts';
import { EVERYTHING } from '../../deploy/scope.ts';
import { roleOf } from '../../deploy/template/needed-permissions.ts';

/** The most that each function may do: with every rule switched on and free to act. */
export function roles(): Readonly<Record<string, Permissions>> {
  return Object.fromEntries(
    FUNCTIONS.map((name) => [
      name,
      Object.fromEntries(Object.entries(roleOf(name, EVERYTHING)).map(([action, { on }]) => [action, on])),
    ]),
  );
}
