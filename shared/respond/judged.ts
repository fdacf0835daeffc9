import { type ComplianceSummary, type RuleCompliance, UNREADABLE } from '../core/compliance.ts';
import type { SweepRecord } from '../store/store.ts';
import type { RuleCounts } from './result.ts';

/** What the counters and the last sweep say of one rule in one region. */
export interface JudgedRule {
  readonly counts: RuleCounts;
  /** When the sweeps began that have judged everything without interruption; `undefined`: the last has not. */
  readonly uninterrupted: number | undefined;
  /** Since when nothing was open or unknown, if nothing is now. Milliseconds since 1970. */
  readonly clearSince: number;
}

const NOTHING: RuleCompliance = { compliant: 0, open: 0, exempt: 0, undetermined: 0, firstJudgedAt: 0 };

export function judgedBy(
  rule: string,
  summary: ComplianceSummary | undefined,
  record: Pick<SweepRecord, 'uninterruptedSince'> | undefined,
): JudgedRule {
  const { firstJudgedAt, clearedAt = 0, ...by } = summary?.rules[rule] ?? NOTHING;
  const unread = summary?.rules[UNREADABLE];
  const uninterrupted = record?.uninterruptedSince?.[rule];
  return {
    counts: {
      ...by,
      judged: by.compliant + by.open + by.exempt + by.undetermined,
      unreadable: (unread?.open ?? 0) + (unread?.exempt ?? 0),
    },
    uninterrupted,
    clearSince: Math.max(uninterrupted ?? 0, firstJudgedAt, clearedAt, unread?.clearedAt ?? 0),
  };
}
