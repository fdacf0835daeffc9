import { type ComplianceSummary, openIn, type RuleCompliance } from '../core/compliance.ts';
import type { AnyRule } from '../core/rule.ts';
import type { Severity } from '../core/severity.ts';
import type { ComplianceStore, ControlStore, Pause } from '../store/store.ts';

/** How a rule is kept by the resources of one region. */
export interface RuleStatus extends RuleCompliance {
  readonly rule: string;
  readonly title: string;
  readonly severity: Severity;
  readonly account: string;
  readonly region: string;
  /** The number of resources that the rule has judged. */
  readonly judged: number;
  /** `broken`: something is open. `undetermined`: nothing is open, and something could not be judged. */
  readonly result: 'kept' | 'broken' | 'undetermined' | 'no resources';
  /** Since when the rule is kept without interruption. Milliseconds since 1970. Left out: it is not kept. */
  readonly keptSince?: number;
}

export interface Status {
  readonly rules: readonly RuleStatus[];
  /** The number of open findings. */
  readonly open: Readonly<Record<Severity, number>>;
  /** The rules that are on and have judged nothing yet: nothing is known of them. */
  readonly neverJudged: readonly string[];
  /** Set while remediation is paused. */
  readonly pause?: Pause;
}

export interface StatusPorts {
  readonly account: string;
  readonly rules: readonly Pick<AnyRule, 'id' | 'title' | 'severity'>[];
  readonly store: ComplianceStore & Pick<ControlStore, 'paused'>;
}

/** What is kept and what is broken, by rule and region. It costs one query, however many resources there are. */
export async function statusOf({ account, rules, store }: StatusPorts, only?: string): Promise<Status> {
  const [summaries, pause] = await Promise.all([store.compliance(account), store.paused()]);
  const wanted = rules.filter(({ id }) => only === undefined || id === only);
  const found = wanted.flatMap((rule) => summaries.flatMap((summary) => statusIn(summary, rule)));
  const judged = new Set(found.map(({ rule }) => rule));
  return {
    rules: found,
    open: openIn(summaries),
    neverJudged: wanted.map(({ id }) => id).filter((id) => !judged.has(id)),
    ...(pause ? { pause } : {}),
  };
}

function statusIn(
  { account, region, rules }: ComplianceSummary,
  { id, title, severity }: StatusPorts['rules'][number],
): readonly RuleStatus[] {
  const compliance = rules[id];
  if (!compliance) return [];
  const { compliant, open, exempt, undetermined, firstJudgedAt, clearedAt } = compliance;
  const judged = compliant + open + exempt + undetermined;
  const result = open > 0 ? 'broken' : undetermined > 0 ? 'undetermined' : judged > 0 ? 'kept' : 'no resources';
  return [
    {
      rule: id,
      title,
      severity,
      account,
      region,
      judged,
      result,
      ...(result === 'kept' ? { keptSince: clearedAt ?? firstJudgedAt } : {}),
      ...compliance,
    },
  ];
}
