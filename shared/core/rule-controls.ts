import { type ControlIds, type Controls, FRAMEWORK_NAMES, type Framework, listControls } from './controls.ts';
import { messagesOf } from './message.ts';
import { type AnyRule } from './rule.ts';

/** A control that a rule serves. */
export interface Served {
  readonly control: string;
  /** What of the control the rule leaves out; left out: nothing. */
  readonly partly?: string;
}

/**
 * The controls of a rule and of its messages, each once. One that is called half anywhere in the rule is half: what one
 * message says of it holds for the rule.
 */
export function servedBy(rule: AnyRule): readonly Served[] {
  const claims: Controls = [rule.controls, ...messagesOf(rule).map(({ controls }) => controls)].flat();
  return [...new Set(listControls(claims))].map((control) => {
    const half = claims.find((claim) => typeof claim !== 'string' && claim.control === control);
    return typeof half === 'object' ? { control, partly: half.partly } : { control };
  });
}

/** The ids of a rule's controls, each once, by framework. */
export function controlsOfRule(
  rule: AnyRule,
  ids: ControlIds,
  frameworks: readonly Framework[] = FRAMEWORK_NAMES,
): readonly (readonly [Framework, readonly string[]])[] {
  const controls = servedBy(rule).map(({ control }) => control);
  return byFramework(controls, ids, frameworks);
}

const { compare: byNumber } = new Intl.Collator('en', { numeric: true });

/** The ids of controls, each once and in order, by framework. */
export function byFramework(
  controls: readonly string[],
  ids: ControlIds,
  frameworks: readonly Framework[] = FRAMEWORK_NAMES,
): readonly (readonly [Framework, readonly string[]])[] {
  return frameworks.flatMap((name) => {
    const own = [...new Set(controls.flatMap((control) => ids[control]?.[name] ?? []))].sort(byNumber);
    return own.length > 0 ? [[name, own] as const] : [];
  });
}
