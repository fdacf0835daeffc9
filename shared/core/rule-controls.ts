import { FRAMEWORKS, type Framework, listControls } from './controls.ts';
import { messagesOf } from './message.ts';
import { type AnyRule } from './rule.ts';

/** The control ids of a rule and of its messages, each once, by framework in the order of `FRAMEWORKS`. */
export function controlsOfRule(rule: AnyRule): readonly (readonly [Framework, readonly string[]])[] {
  const all = [rule.controls, ...messagesOf(rule).map(({ controls }) => controls)];
  const listed = new Set(all.flatMap(listControls));
  const names = Object.keys(FRAMEWORKS) as Framework[];
  return names.flatMap((name) => {
    const ids = [...listed]
      .filter((control) => control.startsWith(`${name} `))
      .map((control) => control.slice(name.length + 1));
    return ids.length > 0 ? [[name, ids] as const] : [];
  });
}
