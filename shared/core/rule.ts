import type { z } from 'zod';
import type { Action, AnyActionType } from './action.ts';
import { type Controls, listControls } from './controls.ts';
import type { EventId } from './event.ts';
import { type AnyKind, type EventOf, eventsSetting, type FieldOf, type StateOf } from './kind.ts';
import type { Ref } from './ref.ts';
import type { Severity } from './severity.ts';

/** `'{{port}} is open to {{cidr}}'` → `'port' | 'cidr'` */
export type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** A full sentence with `{{placeholders}}`; an object where it is graver, lighter or serves more controls than its rule. */
export type Message =
  | string
  | {
      readonly text: string;
      /** The sentence about the end of the violation, with the placeholders of `text`. Left out: "No longer: <text>". */
      readonly resolved?: string;
      readonly severity?: Severity;
      readonly controls?: Controls;
    };
export type Messages = Readonly<Record<string, Message>>;
type TextOf<M extends Message> = M extends { readonly text: infer T extends string } ? T : M extends string ? M : never;

/** One broken expectation. */
export type Violation<M extends Messages = Messages> = {
  readonly [Id in keyof M & string]: {
    readonly message: Id;
    /** Names the offending part, and stays the same from read to read. */
    readonly path: string;
    readonly data: { readonly [Name in Placeholders<TextOf<M[Id]>>]: string | number };
  };
}[keyof M & string];

/** The state does not hold enough to say. Never drift, never compliance. */
export interface Unknown {
  /** Why, as a full sentence for people. */
  readonly unknown: string;
  /** True where all that was ever seen wrong is proved gone, and only the rest is unknown. */
  readonly cleared: boolean;
}

/** What the judge may look at beside the state. */
export interface Context<State, Options> {
  readonly ref: Ref;
  readonly options: Options;
  /**
   * The state this rule last had no objection to. `undefined` for a resource that begins with
   * this event, or that was first met as it is now.
   */
  readonly baseline: State | undefined;
  /** Accounts and organisations, besides the resource's own account, that may have access. */
  readonly trusted: Trusted;
}

export interface Trusted {
  readonly accounts: readonly string[];
  readonly organizations: readonly string[];
}

/** A plan cannot be made, for a reason a person should read. */
export interface Unplannable {
  readonly cannot: string;
}

export interface Remediation<State, Options, M extends Messages, Actions extends readonly AnyActionType[]> {
  /** The most that can be switched on: `auto`, or only after a person's approval. */
  readonly mode: 'auto' | 'approve';
  /** Messages whose violations a person has to look at first, whatever `mode` says. */
  readonly approveFor?: readonly (keyof M & string)[];
  /** Every action type that `plan` may use. */
  readonly actions: Actions;
  /** Touches the violating parts only. */
  plan(
    state: State,
    violations: readonly Violation<M>[],
    context: Context<State, Options>,
  ): readonly ReturnType<Actions[number]>[] | Unplannable;
}

/** What is the same of every rule, whatever it judges. */
interface RuleHead {
  /** `<service>-<fault>`, the file's name. */
  readonly id: string;
  /** The compliant condition. */
  readonly title: string;
  readonly severity: Severity;
  readonly controls: Controls;
  /** What a person would do about it, in one or two sentences. */
  readonly fix: string;
}

export interface RuleDefinition<
  K extends AnyKind,
  Options extends z.ZodObject,
  M extends Messages,
  Actions extends readonly AnyActionType[],
> extends RuleHead {
  readonly kind: K;
  /** The fields whose before and after a finding shows. The judgement may read them. */
  readonly watches: readonly FieldOf<K>[];
  /** Other fields that the judgement reads. A finding does not show them: they do not say what has drifted. */
  readonly reads?: readonly FieldOf<K>[];
  /** Events that set a field it reads, and yet can neither bring nor change nor end the drift. */
  readonly notTriggeredBy?: readonly EventOf<K>[];
  readonly options: Options;
  readonly messages: M;
  judge(state: StateOf<K>, context: Context<StateOf<K>, z.output<Options>>): readonly Violation<M>[] | Unknown;
  /** For rules to which the end of the resource is itself drift. By default it resolves. */
  judgeGone?(context: Context<StateOf<K>, z.output<Options>>): readonly Violation<M>[];
  readonly remediation?: Remediation<StateOf<K>, z.output<Options>, M, Actions>;
}

/** A rule as it is used: its definition, and what follows from it. */
export interface Rule<
  K extends AnyKind,
  Options extends z.ZodObject,
  M extends Messages,
  Actions extends readonly AnyActionType[],
> extends RuleDefinition<K, Options, M, Actions> {
  /** Every event that can bring, change or end the drift: those of its kind that set a field it reads. */
  readonly triggers: readonly EventOf<K>[];
}

/** A rule of which it is not known what it judges: an element of the registry. */
export interface AnyRule extends RuleHead {
  readonly kind: AnyKind;
  readonly watches: readonly string[];
  readonly reads?: readonly string[];
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
  ): readonly Action[] | Unplannable;
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

/** Not enough is known to judge. `why` is a full sentence. */
export function unknown(why: string): Unknown {
  return { unknown: why, cleared: false };
}

/** What is known is in order, but not everything is known. `why` is a full sentence. */
export function partly(why: string): Unknown {
  return { unknown: why, cleared: true };
}

/** Violations convict whatever else is unknown; without any, the first doubt stands, the gravest first. */
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

/** A violation as people and machines read it. */
export interface RenderedViolation {
  readonly path: string;
  readonly message: string;
  readonly text: string;
  /** The sentence about its end, where its rule has one: for people only. */
  readonly resolvedText?: string;
  readonly severity: Severity;
  readonly controls: readonly string[];
}

/** A message with what it takes from its rule. */
export interface ResolvedMessage {
  readonly text: string;
  readonly resolved?: string;
  readonly severity: Severity;
  readonly controls: Controls;
}

/** The message as its rule means it: the rule's own severity and controls where it sets none. */
export function resolveMessage(rule: Pick<AnyRule, 'severity' | 'controls'>, message: Message): ResolvedMessage {
  const { severity, controls } = rule;
  return { severity, controls, ...(typeof message === 'string' ? { text: message } : message) };
}

/** Every message of a rule, by its id. */
export function messagesOf(rule: AnyRule): readonly (ResolvedMessage & { readonly id: string })[] {
  const messages: Messages = rule.messages;
  return Object.entries(messages).map(([id, message]) => ({ id, ...resolveMessage(rule, message) }));
}

/** The violation's sentences, severity and controls; the rule's own where its message sets none. */
export function renderViolation(rule: AnyRule, violation: Violation): RenderedViolation {
  const message = rule.messages[violation.message];
  if (message === undefined) throw new Error(`${rule.id} has no message ${violation.message}`);
  const { text, resolved, severity, controls } = resolveMessage(rule, message);
  const data: Readonly<Record<string, string | number>> = violation.data;
  const filled = (template: string) => template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(data[name]));
  return {
    path: violation.path,
    message: violation.message,
    text: filled(text),
    ...(resolved === undefined ? {} : { resolvedText: filled(resolved) }),
    severity,
    controls: listControls(controls),
  };
}
