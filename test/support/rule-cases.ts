import type { z } from 'zod';
import type { Action, AnyActionType } from '../../shared/core/action.ts';
import type { FindingEventType } from '../../shared/core/finding.ts';
import type { AnyKind, NeighboursOf, StateOf } from '../../shared/core/kind.ts';
import type { Messages, Violation } from '../../shared/core/message.ts';
import type { AnyRule, Rule, Trusted } from '../../shared/core/rule.ts';
import type { TrailRecord } from './events.ts';

interface StateCase<State extends object, Options, Beside = object> {
  readonly name: string;
  readonly state: State;
  readonly options?: Options;
  /** What the rule last had no objection to. Left out: the resource was first met as it is. */
  readonly baseline?: State;
  readonly trusted?: Partial<Trusted>;
  /** Those that are known. */
  readonly neighbours?: Partial<Beside>;
  /** When it is judged, where the rule looks at the time; left out: `2026-03-02T12:00:00Z`. */
  readonly at?: string;
  /** The resource's id, where the rule looks at it. */
  readonly id?: string;
}

interface DriftedCase<State extends object, Options, M extends Messages, Beside>
  extends StateCase<State, Options, Beside> {
  readonly violations: readonly Violation<M>[];
  /** Exactly these actions. Left out: the laws of remediation are checked all the same. */
  readonly plan?: readonly Action[];
  /** The plan cannot be made, for a reason that matches. */
  readonly cannot?: RegExp;
}

export interface EventCase<Options> {
  readonly name: string;
  readonly events: readonly TrailRecord[];
  /** What happens to findings, in order. Empty: nothing does. */
  readonly transitions: readonly FindingEventType[];
  /** The rule says why it cannot say. */
  readonly doubt?: RegExp;
  /** An event cannot be read, and is counted with this reason. */
  readonly unreadable?: RegExp;
  /** Id of the resource that the transitions are about. */
  readonly resource?: string;
  /** The texts of the violations at the last transition that has any. */
  readonly texts?: readonly (string | RegExp)[];
  readonly options?: Options;
  readonly trusted?: Partial<Trusted>;
}

export interface RuleCases<
  State extends object = object,
  Options = unknown,
  M extends Messages = Messages,
  Beside = object,
> {
  readonly rule: AnyRule;
  readonly compliant: readonly StateCase<State, Options, Beside>[];
  readonly drifted: readonly DriftedCase<State, Options, M, Beside>[];
  /** States that do not show enough. */
  readonly unknown?: readonly StateCase<State, Options, Beside>[];
  readonly events: readonly EventCase<Options>[];
}

/** Inference only: the cases of a rule, typed by its state, options and messages. */
export function casesOf<
  K extends AnyKind,
  O extends z.ZodObject,
  M extends Messages,
  A extends readonly AnyActionType[],
>(
  rule: Rule<K, O, M, A>,
  cases: Omit<RuleCases<StateOf<K>, z.input<O>, M, NeighboursOf<K>>, 'rule'>,
): RuleCases<StateOf<K>, z.input<O>, M, NeighboursOf<K>> {
  return { rule, ...cases };
}
