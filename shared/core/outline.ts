import type { AnyKind } from './kind.ts';
import type { AnyRule } from './rule.ts';

/** What is known of a kind without its code. */
export type KindOutline = Pick<AnyKind, 'name' | 'global' | 'alsoGlobal'>;

/** What is known of a rule without its code (`generated/rule-outlines.ts`): a start loads these, however many there are. */
export interface RuleOutline extends Pick<AnyRule, 'id' | 'title' | 'severity'> {
  readonly kind: KindOutline;
  /** It judges the end of a resource, or a state that shows it. */
  readonly judgesEnd: boolean;
}

export function outlineOf({ id, title, severity, kind, judgeGone, watches }: AnyRule): RuleOutline {
  const { name, global, alsoGlobal } = kind;
  return {
    id,
    title,
    severity,
    kind: { name, ...(global ? { global } : {}), ...(alsoGlobal ? { alsoGlobal } : {}) },
    judgesEnd: judgeGone !== undefined || watches.includes('exists'),
  };
}

/** The kinds that rules judge, each once. */
export function kindsIn(outlines: readonly Pick<RuleOutline, 'kind'>[]): readonly KindOutline[] {
  return [...new Map(outlines.map(({ kind }) => [kind.name, kind])).values()];
}
