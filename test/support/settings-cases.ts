import type { z } from 'zod';
import type { AnyActionType } from '../../shared/core/action.ts';
import type { AnyKind, StateOf } from '../../shared/core/kind.ts';
import type { Message, Messages } from '../../shared/core/message.ts';
import type { Rule } from '../../shared/core/rule.ts';
import { casesOf, type RuleCases } from './rule-cases.ts';

interface SettingsCases<State extends object> extends Pick<RuleCases<State>, 'events'> {
  /** A state to which the rule does not object, with every setting. */
  readonly right: State;
  /** Options with which the wrong values are wrong; left out: the defaults. */
  readonly options?: object;
  /** Why there is no plan for the wrong values, where there is none without a baseline. */
  readonly cannot?: RegExp;
  /** The wrong values are not wrong all at once. */
  readonly alone?: true;
  /** The earlier state that the plans for the wrong values need. */
  readonly baseline?: State;
  /** A wrong value of each setting, by field. */
  readonly wrong: Partial<State>;
  /** What the messages say of them, by field; left out: nothing, or the value in JSON. */
  readonly values?: Readonly<Record<string, string | number>>;
  readonly compliant?: RuleCases<State>['compliant'];
  readonly drifted?: RuleCases<State>['drifted'];
  readonly unknown?: RuleCases<State>['unknown'];
}

/**
 * The cases of a `settingsRule`: what is right, each setting wrong alone, all wrong at once, and each not known. The laws
 * of plans hold the fix of each. Events and what is particular are written by hand.
 */
export function settingsCases<K extends AnyKind, O extends z.ZodObject>(
  rule: Rule<K, O, Messages, readonly AnyActionType[]>,
  {
    right,
    wrong,
    options,
    cannot,
    baseline,
    alone,
    values = {},
    events,
    compliant = [],
    drifted = [],
    unknown = [],
  }: SettingsCases<StateOf<K>>,
): RuleCases<StateOf<K>> {
  const messages: Readonly<Record<string, Message>> = rule.messages;
  const fields = Object.keys(messages);
  const given = wrong as Readonly<Record<string, unknown>>;
  const violationOf = (field: string) => {
    const message = messages[field] ?? '';
    const shows = (typeof message === 'string' ? message : message.text).includes('{{value}}');
    const value = values[field] ?? (typeof given[field] === 'number' ? given[field] : JSON.stringify(given[field]));
    return { message: field, path: field, data: shows ? { value } : {} };
  };
  const without = (field: string) =>
    Object.fromEntries(Object.entries(right).filter(([name]) => name !== field)) as StateOf<K>;
  return casesOf(rule, {
    compliant: [{ name: 'everything is right', state: right }, ...compliant],
    drifted: [
      ...fields.map((field) => ({
        name: `${field} is wrong`,
        ...(options ? { options } : {}),
        ...(cannot ? { cannot } : {}),
        ...(baseline ? { baseline } : {}),
        state: { ...right, [field]: given[field] },
        violations: [violationOf(field)],
      })),
      ...(fields.length > 1 && !alone
        ? [
            {
              name: 'everything is wrong',
              ...(options ? { options } : {}),
              state: { ...right, ...wrong },
              violations: fields.map(violationOf),
            },
          ]
        : []),
      ...drifted,
    ],
    unknown: [...fields.map((field) => ({ name: `${field} is not known`, state: without(field) })), ...unknown],
    events,
  } as never) as never;
}
