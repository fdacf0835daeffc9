import type { Ref } from './ref.ts';
import { SEVERITIES, type Severity } from './severity.ts';

/** The result of a rule for a resource. `undetermined`: the rule could not judge all of it. */
export const COMPLIANCES = ['compliant', 'open', 'exempt', 'undetermined'] as const;
export type Compliance = (typeof COMPLIANCES)[number];

/** The rule of findings on what may not be read. It is part of Plumbline and has no settings besides exemptions. */
export const UNREADABLE = 'resource-unreadable';

/** How many resources of one kind, in one account and region, each rule has judged. */
export interface ComplianceSummary extends Omit<Ref, 'id'> {
  readonly rules: Readonly<Record<string, RuleCompliance>>;
  /** The number of open findings. */
  readonly open: Readonly<Partial<Record<Severity, number>>>;
}

/** The number of resources by result. */
export interface RuleCompliance extends Readonly<Record<Compliance, number>> {
  /** When the rule judged the first of them. Milliseconds since 1970. */
  readonly firstJudgedAt: number;
  /** When one of them last ceased to be open or undetermined; left out: none ever was. */
  readonly clearedAt?: number;
}

/** The number of open findings of an account, of every severity. */
export function openIn(summaries: readonly ComplianceSummary[]): Readonly<Record<Severity, number>> {
  const sums = SEVERITIES.map((severity) => [
    severity,
    summaries.reduce((sum, { open }) => sum + (open[severity] ?? 0), 0),
  ]);
  return Object.fromEntries(sums) as Record<Severity, number>;
}
