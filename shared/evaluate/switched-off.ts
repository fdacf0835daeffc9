import type { Settings } from '../config/settings.ts';
import { bySettings } from '../core/cause.ts';
import { UNREADABLE } from '../core/compliance.ts';
import { recorded } from '../core/finding.ts';
import { dropped } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import type { ResourceRecord } from '../store/store.ts';
import type { Conclusion } from './conclude.ts';

type Rules = Pick<Settings, 'rules'>;

/** Whether any rule that is switched on judges resources of this kind. */
export function isJudged({ kind }: Pick<Ref, 'kind'>, { rules }: Rules): boolean {
  return rules.some(({ rule }) => rule.kind.name === kind);
}

/** Resolves the findings of rules that are switched off, with the reason. */
export function switchedOff({ findings }: ResourceRecord, { rules }: Rules, now: number): readonly Conclusion[] {
  return findings.flatMap((storedFinding) => {
    const { finding } = storedFinding;
    if (
      finding.status === 'resolved' ||
      finding.rule === UNREADABLE ||
      rules.some(({ rule }) => rule.id === finding.rule)
    )
      return [];
    const after = dropped(finding, bySettings(now), `The rule ${finding.rule} was switched off.`);
    const events = recorded(after.events, storedFinding.eventCount, now);
    const { baseline: _baseline, proposal: _proposal, ...rest } = storedFinding;
    return [
      {
        storedFinding: {
          ...rest,
          finding: after.finding ?? finding,
          eventCount: storedFinding.eventCount + events.length,
        },
        events,
      },
    ];
  });
}
