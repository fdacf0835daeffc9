import { type DeclaredKind, declared, type Permissions } from '../declared.ts';
import { type FunctionName, NEEDS } from '../needs.ts';
import { actionsAllowed, inAll, kindsJudged, kindsPutRight, type Scope } from '../scope.ts';

/** What an IAM action is used on. */
export interface Need {
  readonly on: readonly string[];
  /** Accounts in which nothing needs it. */
  readonly notIn: readonly string[];
}

/** The IAM actions that a function needs. */
export type Role = Readonly<Record<string, Need>>;

/** What the code that a function runs declares, as far as the settings let it come to that. */
export function roleOf(name: FunctionName, scope: Scope): Role {
  const { acts } = NEEDS[name];
  const always = [declared.functions[name], ...looked(name, scope)].flatMap((each) => needs(each));
  const actions = acts ? [...actionsAllowed(scope)] : [];
  return merged([...always, ...actions.flatMap(([type, notIn]) => needs(declared.actions[type] ?? {}, notIn))]);
}

function looked(name: FunctionName, scope: Scope): readonly Permissions[] {
  const { reads, lists } = NEEDS[name];
  const kinds: readonly DeclaredKind[] = reads === 'what is put right' ? kindsPutRight(scope) : kindsJudged(scope);
  return [
    ...(reads ? kinds.map(({ read }) => read) : []),
    ...(reads && scope.tags ? kinds.map(({ tags }) => tags) : []),
    ...(lists ? kinds.filter(({ aliases }) => lists === 'every kind' || aliases).map(({ list }) => list) : []),
  ];
}

function needs(permissions: Permissions, notIn: readonly string[] = []): readonly (readonly [string, Need])[] {
  return Object.entries(permissions).map(([action, on]) => [action, { on, notIn }]);
}

function merged(all: readonly (readonly [action: string, Need])[]): Role {
  return Object.fromEntries(
    [...Map.groupBy(all, ([action]) => action)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([action, each]) => [
        action,
        {
          on: [...new Set(each.flatMap(([, { on }]) => on))].sort(),
          notIn: inAll(each.map(([, { notIn }]) => notIn)),
        },
      ]),
  );
}
