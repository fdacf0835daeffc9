import type { Declared, DeclaredKind, DeclaredRule, Permissions } from '../../deploy/declared.ts';

/**
 * What would be declared with twice as many kinds, rules and actions: besides each kind one of the same service,
 * with calls and events of its own.
 */
export function twice({ kinds, rules, actions, notices, functions }: Declared): Declared {
  return {
    kinds: withCopies(kinds, copyOfKind),
    rules: withCopies(rules, copyOfRule),
    actions: withCopies(actions, copyOfPermissions),
    notices,
    functions,
  };
}

interface Copy {
  readonly prefix: string;
  /** The id of an event or call `service:Name` of the copy of a kind. */
  call(id: string, kind: string): string;
}

const COPIES: readonly Copy[] = [{ prefix: 'other-', call: (id) => `${id}Other` }];

function withCopies<T>(record: Readonly<Record<string, T>>, copy: (value: T, to: Copy, name: string) => T) {
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, value]) => [
      [name, value] as const,
      ...COPIES.map((to) => [`${to.prefix}${name}`, copy(value, to, name)] as const),
    ]),
  );
}

function copyOfKind(kind: DeclaredKind, to: Copy, name: string): DeclaredKind {
  const { global, alsoGlobal: _none, events, tagging, read, list, tags, ...others } = kind;
  return {
    ...others,
    ...(global ? { global } : {}),
    events: events.map((id) => to.call(id, name)),
    ...(tagging ? { tagging: tagging.map((id) => to.call(id, name)) } : {}),
    read: copyOfPermissions(read, to, name),
    list: copyOfPermissions(list, to, name),
    tags: copyOfPermissions(tags, to, name),
  };
}

function copyOfRule({ kind, actions, neighbours = {} }: DeclaredRule, { prefix }: Copy): DeclaredRule {
  return {
    kind: `${prefix}${kind}`,
    actions: actions.map((type) => `${prefix}${type}`),
    neighbours: Object.fromEntries(Object.entries(neighbours).map(([name, which]) => [`${prefix}${name}`, which])),
  };
}

/** Resources of their own, too: what shares its resources with others shares a statement with them. */
function copyOfPermissions(permissions: Permissions, to: Copy, name: string): Permissions {
  return Object.fromEntries(
    Object.entries(permissions).map(([action, on]) => [
      to.call(action, name),
      on.map((resource) => (resource === '*' ? resource : resource.replace(/\/\*$/, `/${to.prefix}*`))),
    ]),
  );
}
