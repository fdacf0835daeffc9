import type { Settings } from '../config/settings.ts';
import { type FindingEvent, recorded } from '../core/finding.ts';
import { dropped } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import type { ResourceRecord, StoredFinding } from '../store/store.ts';
import { bySettings } from './causes.ts';

type Rules = Pick<Settings, 'rules'>;

/** Whether any rule that is switched on judges resources of this kind. */
export function isJudged({ kind }: Pick<Ref, 'kind'>, { rules }: Rules): boolean {
  return rules.some(({ rule }) => rule.kind.name === kind);
}

/** The findings of rules that nobody has switched on any more: resolved, with the reason. */
export function switchedOff(
  { findings }: ResourceRecord,
  { rules }: Rules,
  now: number,
): readonly { readonly storedFinding: StoredFinding; readonly events: readonly FindingEvent[] }[] {
  return findings.flatMap((storedFinding) => {
    const { finding } = storedFinding;
    if (finding.status === 'resolved' || rules.some(({ rule }) => rule.id === finding.rule)) return [];
    const after = dropped(finding, bySettings(now), `The rule ${finding.rule} was switched off.`);
    const events = recorded(after.events, storedFinding.eventCount, now);
    const { baseline: _past, proposal: _asked, ...rest } = storedFinding;
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
