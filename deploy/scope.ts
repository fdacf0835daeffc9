import { type DeclaredKind, type DeclaredRule, declared, type Permissions } from './declared.ts';

/** A rule that is switched on. */
export interface ChosenRule {
  readonly id: string;
  /** How the settings let it remediate. */
  readonly remediation: 'off' | 'approve' | 'auto';
  /** Accounts in which it may not remediate. */
  readonly offIn: readonly string[];
}

/** What the settings leave to be judged and remediated. Nothing else is received, read or allowed. */
export interface Scope {
  readonly rules: readonly ChosenRule[];
  /** Whether the tags of a resource may exempt it. */
  readonly tags: boolean;
  /** The names of the notices that are on. */
  readonly notices: readonly string[];
  /** Whether events of global services are of concern here. */
  readonly global: boolean;
}

/** With the default settings and every rule free to act. */
export const EVERYTHING: Scope = {
  rules: Object.keys(declared.rules).map((id) => ({ id, remediation: 'auto', offIn: [] })),
  tags: true,
  notices: Object.keys(declared.notices).filter((name) => declared.notices[name]?.enabled),
  global: true,
};

export function kindsJudged({ rules }: Scope): readonly DeclaredKind[] {
  return kindsOf(rules);
}

/** The kinds whose events are followed: those that are judged, and their neighbours. */
export function kindsFollowed({ rules }: Scope): readonly DeclaredKind[] {
  const names = new Set(rules.flatMap((rule) => [declaredOf(rule).kind, ...Object.keys(neighboursOf(rule))]));
  return Object.entries(declared.kinds).flatMap(([name, kind]) => (names.has(name) ? [kind] : []));
}

/** The permissions to read the neighbours of what is judged or may be remediated. */
export function neighbourPermissions(scope: Scope, only: 'judged' | 'remediated'): readonly Permissions[] {
  const rules = only === 'judged' ? scope.rules : scope.rules.filter(acts);
  return rules.flatMap((rule) =>
    Object.entries(neighboursOf(rule)).flatMap(([name, which]) => {
      const { read = {}, list = {} } = declared.kinds[name] ?? {};
      return which === 'all' ? [read, list] : [read];
    }),
  );
}

function neighboursOf(rule: ChosenRule): Readonly<Record<string, 'named' | 'all'>> {
  return declaredOf(rule).neighbours ?? {};
}

/** Whether any rule may remediate. */
export function remediates({ rules }: Scope): boolean {
  return rules.some(acts);
}

export function kindsRemediated({ rules }: Scope): readonly DeclaredKind[] {
  return kindsOf(rules.filter(acts));
}

/** The types of the actions that rules may carry out, each with the accounts in which none may. */
export function actionsAllowed({ rules }: Scope): ReadonlyMap<string, readonly string[]> {
  const uses = rules.filter(acts).flatMap((rule) => declaredOf(rule).actions.map((type) => ({ type, ...rule })));
  return new Map(
    [...Map.groupBy(uses, ({ type }) => type)].map(([type, by]) => [type, inAll(by.map(({ offIn }) => offIn))]),
  );
}

/** What is in every one of some lists. */
export function inAll([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return first.filter((each) => others.every((other) => other.includes(each)));
}

function acts(rule: ChosenRule): boolean {
  return rule.remediation !== 'off' && declaredOf(rule).actions.length > 0;
}

function kindsOf(rules: readonly ChosenRule[]): readonly DeclaredKind[] {
  const names = new Set(rules.map((rule) => declaredOf(rule).kind));
  return Object.entries(declared.kinds).flatMap(([name, kind]) => (names.has(name) ? [kind] : []));
}

function declaredOf({ id }: ChosenRule): DeclaredRule {
  const rule = declared.rules[id];
  if (!rule) throw new Error(`Nothing is declared of the rule ${id}: npm run generate.`);
  return rule;
}
