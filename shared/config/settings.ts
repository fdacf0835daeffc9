import type { AnyRule, Trusted } from '../core/rule.ts';

/** How far a rule's remediation may go; a rule may only narrow what it declares itself. */
export type RemediationMode = 'off' | 'approve' | 'auto';

export interface RuleSetting {
  readonly rule: AnyRule;
  /** Parsed by the rule's own schema. */
  readonly options: unknown;
  readonly remediation: RemediationMode;
}

/** What the owner decided: which rules, with which options, and whom to trust. */
export interface Settings {
  readonly rules: readonly RuleSetting[];
  readonly trusted: Trusted;
}

const NOBODY: Trusted = { accounts: [], organizations: [] };

/** Each schema reads once: to have it compiled takes longer. */
const ONCE = { jitless: true };

/** Every rule with its defaults. */
export function defaultSettings(rules: readonly AnyRule[], trusted: Trusted = NOBODY): Settings {
  return {
    rules: rules.map((rule) => ({ rule, options: rule.options.parse({}, ONCE), remediation: 'auto' })),
    trusted,
  };
}
