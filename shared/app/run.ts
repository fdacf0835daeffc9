import type { RuleSetting } from '../config/settings.ts';
import type { Gone } from '../core/kind.ts';
import type { Judgement } from '../core/lifecycle.ts';
import type { Run } from '../store/store.ts';
import { judge } from './judge.ts';
import type { Ports } from './ports.ts';
import { Stopped } from './stopped.ts';

/** @throws {Stopped} where the rule of a run is no longer switched on. */
export function settingOf({ rule: id }: Run, { settings }: Pick<Ports, 'settings'>): RuleSetting {
  const setting = settings.rules.find(({ rule }) => rule.id === id);
  if (!setting) throw new Stopped('The rule was switched off meanwhile.');
  return setting;
}

/** What the rule of a run says of a state, by what it had no objection to when the run began. */
export function judgeRun(
  { ref, baseline }: Run,
  { rule, options }: RuleSetting,
  state: object | Gone,
  { settings: { trusted } }: Pick<Ports, 'settings'>,
): Judgement {
  return judge(rule, undefined, state, { ref, options, baseline: baseline as object | undefined, trusted });
}

/** How many steps of a run that is over were carried out, or may have been. */
export function reachOf({ done, begun }: Run): number {
  return begun === done ? done + 1 : done;
}

export function isClean({ violations, unknown }: Judgement): boolean {
  return violations.length === 0 && (!unknown || unknown.cleared);
}
