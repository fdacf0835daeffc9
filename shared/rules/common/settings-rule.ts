import type { z } from 'zod';
import type { Action, AnyActionType, Exchange } from '../../core/action.ts';
import type { AnyKind, FieldOf, StateOf } from '../../core/kind.ts';
import type { Message, Messages, Violation } from '../../core/message.ts';
import { type Context, conclude, defineRule, type RuleDefinition, unknown } from '../../core/rule.ts';

type Known<State, Field> = Field extends keyof State ? Exclude<State[Field], undefined> : never;

/** A setting that has to have a certain value. */
interface Setting<State, Field, Options> {
  /** What is wrong, as a full sentence. `{{value}}` is the value. Its message has the name of the field. */
  readonly wrong: Message;
  /** What no event showed, for people: `whether deletion protection is on`. */
  readonly unseen: string;
  isRight(value: Known<State, Field>, context: Context<State, Options>, state: State): boolean;
  /** Resources that do not have this setting, or have it from elsewhere. */
  isExempt?(state: State, context: Context<State, Options>): boolean;
  /** The value for people. Left out: its JSON. */
  shown?(value: Known<State, Field>): string | number;
  /** How it is fixed; left out: by people. */
  readonly fix?: Fix<State, Field, Options>;
}

interface Fix<State, Field, Options> {
  /** Replaces the value. */
  readonly put: AnyActionType & ((exchange: Exchange<Known<State, Field>>) => Action);
  /** The right value. `undefined`: it is not known. */
  to(value: Known<State, Field>, context: Context<State, Options>, state: State): Known<State, Field> | undefined;
  /** A person has to agree. */
  readonly approve?: true;
}

type Settings<K extends AnyKind, Options> = {
  readonly [Field in FieldOf<K>]?: Setting<StateOf<K>, Field, Options>;
};

type Head = Pick<
  RuleDefinition<AnyKind, z.ZodObject, Messages, readonly AnyActionType[]>,
  'id' | 'title' | 'severity' | 'controls' | 'fix'
>;

/** The members that differ from rule to rule. */
export interface SettingsRule<K extends AnyKind, Options extends z.ZodObject> extends Head {
  readonly kind: K;
  readonly options: Options;
  /** By the field of the state. */
  readonly settings: Settings<K, z.output<Options>>;
  /** Other fields that `isRight` and `isExempt` read. */
  readonly reads?: readonly FieldOf<K>[];
  /** Resources that are not judged. */
  isExempt?(state: StateOf<K>, context: Context<StateOf<K>, z.output<Options>>): boolean;
  /** Why the resource cannot be changed now, as a full sentence. */
  cannot?(state: StateOf<K>, context: Context<StateOf<K>, z.output<Options>>): string | undefined;
}

/** A setting of which only the rule knows the type. */
type AnySetting = Setting<Record<string, unknown>, string, unknown>;

/**
 * A rule on settings that are right or wrong by their own value, each with a message of its own: the path is the field.
 * What no event showed makes the verdict unknown, unless another setting is wrong.
 */
export function settingsRule<K extends AnyKind, Options extends z.ZodObject>(spec: SettingsRule<K, Options>) {
  const { id, title, severity, controls, fix, kind, options, reads = [], isExempt } = spec;
  const settings = Object.entries(spec.settings) as unknown as readonly (readonly [FieldOf<K>, AnySetting])[];
  const fixes = settings.flatMap(([field, { fix }]) => (fix ? [[field, fix] as const] : []));
  return defineRule<K, Options, Messages, readonly AnyActionType[]>({
    id,
    title,
    severity,
    kind,
    controls,
    options,
    fix,
    watches: settings.map(([field]) => field),
    ...(reads.length > 0 ? { reads } : {}),
    messages: Object.fromEntries(settings.map(([field, { wrong }]) => [field, wrong])),

    judge(state, context) {
      if (isExempt?.(state, context)) return [];
      const known = state as Record<string, unknown>;
      const judged = settings.filter(([, setting]) => !setting.isExempt?.(known, context as never));
      const unseen = judged.filter(([field]) => known[field] === undefined).map(([, setting]) => setting.unseen);
      const violations = judged.flatMap(([field, setting]): Violation[] => {
        const value = known[field];
        if (value === undefined || setting.isRight(value, context as never, known)) return [];
        return [{ message: field, path: field, data: dataOf(setting, value) }];
      });
      return conclude(violations, unseen.length > 0 && unknown(`No event showed ${unseen.join(', or ')}.`));
    },

    ...(fixes.length === 0
      ? {}
      : {
          remediation: {
            mode: fixes.every(([, { approve }]) => approve) ? 'approve' : 'auto',
            approveFor: fixes.filter(([, { approve }]) => approve).map(([field]) => field),
            actions: [...new Set(fixes.map(([, { put }]) => put))],
            plan(state, violations, context) {
              const refused = spec.cannot?.(state, context);
              if (refused) return { cannot: refused };
              const known = state as Record<string, unknown>;
              const cannot = 'The right value is not known.';
              const steps = violations.map(({ path }) => {
                const own = fixes.find(([field]) => field === path)?.[1];
                const before = known[path] as never;
                const after = own?.to(before, context as never, known);
                return after === undefined ? undefined : own?.put({ before, after } as never);
              });
              return steps.includes(undefined) ? { cannot } : { oneOf: [steps.flatMap((step) => step ?? [])], cannot };
            },
          },
        }),
  });
}

function dataOf({ wrong, shown }: AnySetting, value: unknown): Record<string, string | number> {
  const text = typeof wrong === 'string' ? wrong : wrong.text;
  if (!text.includes('{{value}}')) return {};
  return { value: shown?.(value) ?? (typeof value === 'number' ? value : JSON.stringify(value)) };
}
