import { filesBelow, HEAD, idOf, write } from './files.ts';

/** Lists of every rule, in the order of their ids, and of every action. */
export function writeRegistry(): void {
  const rules = rulePaths();
  write(
    'generated/rules.ts',
    [
      ...HEAD,
      "import type { AnyRule } from '../shared/core/rule.ts';",
      ...rules.map((path) => `import ${nameOf(path)} from '../shared/rules/${path}';`),
      '',
      'export const rules: readonly AnyRule[] = [',
      ...rules.map((path) => `  ${nameOf(path)},`),
      '];',
      '',
    ].join('\n'),
  );
  const actions = resourcesWith('actions');
  write(
    'generated/actions.ts',
    [
      ...HEAD,
      "import type { AnyActionType } from '../shared/core/action.ts';",
      ...actions.map((type) => `import * as ${nameOf(type)} from '../shared/resources/${type}/actions.ts';`),
      '',
      `const members: readonly unknown[] = [${actions.map((type) => `...Object.values(${nameOf(type)})`).join(', ')}];`,
      '',
      'function isActionType(member: unknown): member is AnyActionType {',
      "  return typeof member === 'function' && 'undoneBy' in member;",
      '}',
      '',
      '/** Every action there is, by its type. */',
      'export const actionTypes: ReadonlyMap<string, AnyActionType> = new Map(',
      '  members.filter(isActionType).map((type) => [type.type, type]),',
      ');',
      '',
    ].join('\n'),
  );
}

/** The resource types that have this file, in the order of their names. */
export function resourcesWith(file: 'actions' | 'reader' | 'effects'): readonly string[] {
  return filesBelow('shared/resources')
    .filter((path) => path.endsWith(`/${file}.ts`))
    .map((path) => path.slice(0, path.indexOf('/')))
    .sort();
}

/** Each rule's path from `shared/rules`; what rules share is none. */
export function rulePaths(): readonly string[] {
  return filesBelow('shared/rules').filter((path) => !path.startsWith('common/'));
}

export function nameOf(path: string): string {
  return idOf(path).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}
