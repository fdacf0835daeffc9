/**
 * One step of a plan. It is JSON: a dry run shows it, a person approves it, and it is executed and undone unchanged.
 */
export interface Action<Type extends string = string, Params = unknown> {
  readonly type: Type;
  readonly params: Params;
}

/**
 * What AWS has given new ids, for people: `sgr-0a1b2c3d4e5f60718 for tcp/22 from 203.0.113.0/24`. Other systems may have the
 * earlier ids.
 */
export type NewIds = readonly string[];

interface Spec<Type extends string, Params, State> {
  /** `<service>.<verb-object>`, such as `ec2.revoke-ingress`. */
  readonly type: Type;
  /** What it does, as an imperative sentence without a full stop. */
  describe(params: Params): string;
  /** The state after the action. Dry runs, reports and tests use it. Repeating it changes nothing more. */
  simulate(state: State, params: Params): State;
}

/** A call of it builds the action. Its members describe what the action does. */
export interface ActionType<Type extends string = string, Params = never, State = never>
  extends Spec<Type, Params, State> {
  (params: Params): Action<Type, Params>;
  /** The type of the action that undoes this one. */
  readonly undoneBy: string;
  inverse(params: Params): Action;
}

/** An action type whose parameters and state are not known. */
export interface AnyActionType extends Spec<string, unknown, object> {
  (params: never): Action;
  readonly undoneBy: string;
  inverse(params: unknown): Action;
}

/** Two action types. Each undoes the other with the same parameters. */
export function inverses<State, Params>() {
  return <const A extends string, const B extends string>(
    a: Spec<A, Params, State>,
    b: Spec<B, Params, State>,
  ): [ActionType<A, Params, State>, ActionType<B, Params, State>] => {
    const make = <T extends string>(spec: Spec<T, Params, State>, other: string): ActionType<T, Params, State> =>
      Object.assign((params: Params) => ({ type: spec.type, params }), spec, {
        undoneBy: other,
        inverse: (params: Params) => ({ type: other, params }),
      });
    return [make(a, b.type), make(b, a.type)];
  };
}

/** The values that a `swap` exchanges. Other parameters name the place. */
export interface Exchange<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** An action type that replaces a value. Its undo exchanges `before` and `after`. */
export function swap<State, Value, Place extends object = object>() {
  type Params = Place & Exchange<Value>;
  return <const T extends string>(spec: Spec<T, Params, State>): ActionType<T, Params, State> =>
    Object.assign((params: Params) => ({ type: spec.type, params }), spec, {
      undoneBy: spec.type,
      inverse: (params: Params) => ({
        type: spec.type,
        params: { ...params, before: params.after, after: params.before },
      }),
    });
}
