import type { z } from 'zod';
import type { Action, AnyActionType } from './action.ts';
import type { Controls } from './controls.ts';
import type { EventId } from './event.ts';
import { type AnyKind, type EventOf, eventsSetting, type FieldOf, type NeighboursOf, type StateOf } from './kind.ts';
import type { Messages, Violation } from './message.ts';
import type { Ref } from './ref.ts';
import type { Severity } from './severity.ts';

/** The state does not show enough to decide. This is neither drift nor compliance. */
export interface Unknown {
  /** Why, as a full sentence for people. */
  readonly unknown: string;
  /** True if everything that is known is compliant, and the rest is unknown. A finding can then be resolved. */
  readonly cleared: boolean;
}

/** What a rule can read besides the state. */
export interface Context<State, Options, Beside = object> {
  readonly ref: Ref;
  /**
   * What is known of the neighbours that the rule names. A neighbour that is unknown can make a violation doubtful
   * (`unless`) and must never make a resource compliant.
   */
  readonly neighbours: Beside;
  readonly options: Options;
  /**
   * The last state that this rule judged to be compliant. `undefined` if the event creates the resource, and if no
   * earlier state is known.
   */
  readonly baseline: State | undefined;
  /** Accounts and organisations that may have access besides the account of the resource. */
  readonly trusted: Trusted;
  /** When the state was read, or of the event that shows it. Milliseconds since 1970. */
  readonly now: number;
}

export interface Trusted {
  readonly accounts: readonly string[];
  /**
   * Ids (`o-a1b2c3d4e5`) and paths of units (`o-a1b2c3d4e5/r-ab12/ou-ab12-cdefghij/`). Left out: it is not known which
   * organisations are the owner's.
   */
  readonly organizations?: readonly string[];
}

/** No plan is possible. `cannot` is the reason, as a full sentence for people. */
export interface Unplannable {
  readonly cannot: string;
}

/**
 * Plans toward several states, the best first: such as the earlier value, then the default. The first is taken to whose
 * end the rule has no objection with its options of today.
 */
export interface Alternatives<Step extends Action = Action> extends Unplannable {
  readonly oneOf: readonly (readonly Step[])[];
  /** What people have to do besides, as imperative sentences without a full stop. */
  readonly byHand?: readonly string[];
  /** It is not known whether AWS will accept the plan, or whether it does harm. A person has to approve it. */
  readonly unsure?: boolean;
}

export interface Remediation<
  State,
  Options,
  M extends Messages,
  Actions extends readonly AnyActionType[],
  Beside = object,
> {
  /** The widest setting that is possible: `auto`, or `approve` (only after a person's approval). */
  readonly mode: 'auto' | 'approve';
  /** Messages whose violations always need an approval. */
  readonly approveFor?: readonly (keyof M & string)[];
  /** The action types that `plan` uses. */
  readonly actions: Actions;
  /** The actions that fix the violations and change nothing else. `plannedBy` judges where they lead. */
  plan(
    state: State,
    violations: readonly Violation<M>[],
    context: Context<State, Options, Beside>,
  ): readonly ReturnType<Actions[number]>[] | Alternatives<ReturnType<Actions[number]>> | Unplannable;
  /**
   * Others that can do what the plan takes from one: each is a group of resources that all have to stay as they are. A run
   * stops unless one group does, which Plumbline might change at the same time. `undefined`: the plan needs none, or it is
   * not known which there are.
   */
  needsOneOf?(
    violations: readonly Violation<M>[],
    context: Context<State, Options, Beside>,
  ): readonly (readonly Ref[])[] | undefined;
  /**
   * Why a person has to agree to this plan, in every mode, as full sentences: what it could take from somebody else.
   * They are shown with its last step. `undefined`: nothing speaks against it.
   */
  caution?(
    state: State,
    violations: readonly Violation<M>[],
    context: Context<State, Options, Beside>,
  ): string | undefined;
}

/** The members that have the same type in every rule. */
interface RuleHead {
  /** `<service>-<fault>`. The file has this name. */
  readonly id: string;
  /** The compliant condition. */
  readonly title: string;
  readonly severity: Severity;
  readonly controls: Controls;
  /** What a person does about it, in one or two sentences. */
  readonly fix: string;
}

export interface RuleDefinition<
  K extends AnyKind,
  Options extends z.ZodObject,
  M extends Messages,
  Actions extends readonly AnyActionType[],
> extends RuleHead {
  readonly kind: K;
  /** The fields whose old and new values a finding shows. The judgement can read them. */
  readonly watches: readonly FieldOf<K>[];
  /** Other fields that the judgement reads. A finding does not show them, because they do not show what has drifted. */
  readonly reads?: readonly FieldOf<K>[];
  /** The neighbours that the judgement reads. A change of one of them triggers the rule too. */
  readonly neighbours?: readonly (keyof NeighboursOf<K> & string)[];
  /** Events that set one of these fields and cannot cause, change or end the drift. */
  readonly notTriggeredBy?: readonly EventOf<K>[];
  readonly options: Options;
  readonly messages: M;
  judge(
    state: StateOf<K>,
    context: Context<StateOf<K>, z.output<Options>, NeighboursOf<K>>,
  ): readonly Violation<M>[] | Unknown;
  /** Judges a deleted resource, if its deletion is drift. Left out: the deletion resolves the finding. */
  judgeGone?(context: Context<StateOf<K>, z.output<Options>, NeighboursOf<K>>): readonly Violation<M>[];
  readonly remediation?: Remediation<StateOf<K>, z.output<Options>, M, Actions, NeighboursOf<K>>;
}

/** A definition and the triggers that follow from it. */
export interface Rule<
  K extends AnyKind,
  Options extends z.ZodObject,
  M extends Messages,
  Actions extends readonly AnyActionType[],
> extends RuleDefinition<K, Options, M, Actions> {
  /** The events that can cause, change or end the drift: those of its kind that set a field that it reads. */
  readonly triggers: readonly EventOf<K>[];
}

/** A rule whose kind and options are not known: an element of the registry. */
export interface AnyRule extends RuleHead {
  readonly kind: AnyKind;
  readonly watches: readonly string[];
  readonly reads?: readonly string[];
  readonly neighbours?: readonly string[];
  readonly notTriggeredBy?: readonly EventId[];
  readonly triggers: readonly EventId[];
  readonly options: z.ZodObject;
  readonly messages: Messages;
  judge(state: object, context: Context<object, unknown>): readonly Violation[] | Unknown;
  judgeGone?(context: Context<object, unknown>): readonly Violation[];
  readonly remediation?: AnyRemediation;
}

interface AnyRemediation
  extends Pick<Remediation<object, unknown, Messages, readonly AnyActionType[]>, 'mode' | 'actions'> {
  readonly approveFor?: readonly string[];
  plan(
    state: object,
    violations: readonly Violation[],
    context: Context<object, unknown>,
  ): readonly Action[] | Alternatives | Unplannable;
  needsOneOf?(
    violations: readonly Violation[],
    context: Context<object, unknown>,
  ): readonly (readonly Ref[])[] | undefined;
  caution?(state: object, violations: readonly Violation[], context: Context<object, unknown>): string | undefined;
}

export function defineRule<
  K extends AnyKind,
  Options extends z.ZodObject,
  const M extends Messages,
  const Actions extends readonly AnyActionType[],
>(rule: RuleDefinition<K, Options, M, Actions>): Rule<K, Options, M, Actions> {
  const { kind, watches, reads = [], notTriggeredBy = [] } = rule;
  const triggers = eventsSetting(kind, [...watches, ...reads]).filter((event) => !notTriggeredBy.includes(event));
  return { ...rule, triggers };
}

/** The state does not show enough to judge. `why` is a full sentence. */
export function unknown(why: string): Unknown {
  return { unknown: why, cleared: false };
}

/** Everything that is known is compliant, and not everything is known. `why` is a full sentence. */
export function partly(why: string): Unknown {
  return { unknown: why, cleared: true };
}

/** The same violations, which something that is not known would overturn: see `Violation.unless`. */
export function doubtful<V extends { readonly path: string }>(
  judged: readonly V[] | Unknown,
  unless: string,
): readonly V[] | Unknown {
  return isUnknown(judged) ? judged : judged.map((violation) => ({ ...violation, unless }));
}

/** The violations, if there are any. Else the first doubt that does not clear, else the first doubt. */
export function conclude<V>(
  violations: readonly V[],
  ...doubts: readonly (Unknown | false | undefined)[]
): readonly V[] | Unknown {
  if (violations.length > 0) return violations;
  const real = doubts.filter((doubt) => doubt !== false && doubt !== undefined);
  return real.find(({ cleared }) => !cleared) ?? real[0] ?? violations;
}

export function isUnknown(judged: readonly unknown[] | Unknown): judged is Unknown {
  return 'unknown' in judged;
}

export function isUnplannable(plan: readonly Action[] | Unplannable): plan is Unplannable {
  return 'cannot' in plan;
}

/** The plans that a rule offers, the best first. */
export function alternativesOf(plan: readonly Action[] | Alternatives | Unplannable): readonly (readonly Action[])[] {
  if ('oneOf' in plan) return plan.oneOf;
  return isUnplannable(plan) ? [] : [plan];
}
