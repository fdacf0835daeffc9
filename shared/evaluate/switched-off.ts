import type { Settings } from '../config/settings.ts';
import { dropped } from '../core/lifecycle.ts';
import type { Ref } from '../core/ref.ts';
import type { Entry, Held, Stored } from '../store/store.ts';
import { bySettings } from './causes.ts';

type Rules = Pick<Settings, 'rules'>;

/** Whether any rule that is switched on judges resources of this kind. */
export function isJudged({ kind }: Pick<Ref, 'kind'>, { rules }: Rules): boolean {
  return rules.some(({ rule }) => rule.kind.name === kind);
}

/** The findings of rules that nobody has switched on any more: resolved, with the reason. */
export function switchedOff(
  { findings }: Stored,
  { rules }: Rules,
  now: number,
): readonly { readonly held: Held; readonly entries: readonly Entry[] }[] {
  return findings.flatMap((held) => {
    const { finding } = held;
    if (finding.status === 'resolved' || rules.some(({ rule }) => rule.id === finding.rule)) return [];
    const after = dropped(finding, bySettings(now), `The rule ${finding.rule} was switched off.`);
    const entries = after.transitions.map((transition, index) => ({
      id: `${finding.id}-${held.entries + index + 1}`,
      at: now,
      transition,
      finding: after.finding ?? finding,
    }));
    const { baseline: _past, proposed: _asked, ...rest } = held;
    return [{ held: { ...rest, finding: after.finding ?? finding, entries: held.entries + entries.length }, entries }];
  });
}
