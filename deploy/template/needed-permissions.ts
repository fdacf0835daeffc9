import { type DeclaredKind, declared, type Permissions } from '../declared.ts';
import { type FunctionName, NEEDS } from '../needs.ts';
import { actionsAllowed, inAll, kindsJudged, kindsRemediated, neighbourPermissions, type Scope } from '../scope.ts';

/** The resources that an IAM action is used on. */
export interface Need {
  readonly on: readonly string[];
  /** Accounts in which nothing needs it. */
  readonly notIn: readonly string[];
}

/** The IAM actions that a function needs. */
export type Role = Readonly<Record<string, Need>>;

/** The IAM actions that the code of a function declares, without those that no setting lets it use. */
export function roleOf(name: FunctionName, scope: Scope): Role {
  const { acts } = NEEDS[name];
  const always = [declared.functions[name], ...reading(name, scope)].flatMap((each) => needs(each));
  const actions = acts ? [...actionsAllowed(scope)] : [];
  return merged([...always, ...actions.flatMap(([type, notIn]) => needs(declared.actions[type] ?? {}, notIn))]);
}

function reading(name: FunctionName, scope: Scope): readonly Permissions[] {
  const { reads, lists } = NEEDS[name];
  const kinds: readonly DeclaredKind[] = reads === 'remediated kinds' ? kindsRemediated(scope) : kindsJudged(scope);
  return [
    ...(reads ? kinds.map(({ read }) => read) : []),
    ...(reads ? neighbourPermissions(scope, reads === 'remediated kinds' ? 'remediated' : 'judged') : []),
    ...(reads && scope.tags ? kinds.map(({ tags }) => tags) : []),
    ...(lists ? kinds.filter(({ aliases }) => lists === 'all kinds' || aliases).map(({ list }) => list) : []),
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
