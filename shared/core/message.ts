import { type Controls, listControls } from './controls.ts';
import { endingOf } from './ending.ts';
import type { Severity } from './severity.ts';

/** `'{{port}} is open to {{cidr}}'` → `'port' | 'cidr'` */
export type Placeholders<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

/** A full sentence with `{{placeholders}}`. An object if its severity or controls differ from those of its rule. */
export type Message =
  | string
  | {
      readonly text: string;
      /**
       * The sentence about the end of the violation, with the placeholders of `text`. Left out: it is made of `text`.
       */
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
    /** Names the violating part of the resource. It stays the same from read to read. */
    readonly path: string;
    readonly data: { readonly [Name in Placeholders<TextOf<M[Id]>>]: string | number };
    /**
     * A digest of what the part gives or allows, where a part with the same path could give more later. Who accepts a
     * violation accepts it with this content only.
     */
    readonly extent?: string;
    /** What would make it no violation and is not known, as the end of a sentence: "the account blocks it". */
    readonly unless?: string;
  };
}[keyof M & string];

/** What of a rule its messages need. */
interface HasMessages {
  readonly id: string;
  readonly severity: Severity;
  readonly controls: Controls;
  readonly messages: Messages;
}

/** A violation with its text, for people and machines. */
export interface RenderedViolation {
  readonly path: string;
  readonly message: string;
  readonly text: string;
  readonly extent?: string;
  /** The sentence about its end. */
  readonly resolvedText?: string;
  readonly severity: Severity;
  readonly controls: readonly string[];
}

/** A message with the severity and controls that hold for it. */
export interface ResolvedMessage {
  readonly text: string;
  readonly resolved?: string;
  readonly severity: Severity;
  readonly controls: Controls;
}

/** The message with its severity and controls; those of its rule where it has none. */
export function resolveMessage(rule: Pick<HasMessages, 'severity' | 'controls'>, message: Message): ResolvedMessage {
  const { severity, controls } = rule;
  return { severity, controls, ...(typeof message === 'string' ? { text: message } : message) };
}

/** Every message of a rule, by its id. */
export function messagesOf(rule: HasMessages): readonly (ResolvedMessage & { readonly id: string })[] {
  const messages: Messages = rule.messages;
  return Object.entries(messages).map(([id, message]) => ({ id, ...resolveMessage(rule, message) }));
}

/** The violation with its sentences, severity and controls. */
export function renderViolation(rule: HasMessages, violation: Violation): RenderedViolation {
  const message = rule.messages[violation.message];
  if (message === undefined) throw new Error(`${rule.id} has no message ${violation.message}`);
  const { text, resolved = endingOf(text), severity, controls } = resolveMessage(rule, message);
  const data: Readonly<Record<string, string | number>> = violation.data;
  const filled = (template: string) => template.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(data[name]));
  const { unless, extent } = violation;
  return {
    path: violation.path,
    message: violation.message,
    text: unless === undefined ? filled(text) : `${filled(text).replace(/\.$/, '')}, unless ${unless}.`,
    ...(extent === undefined ? {} : { extent }),
    ...(resolved === undefined ? {} : { resolvedText: filled(resolved) }),
    severity,
    controls: listControls(controls),
  };
}
