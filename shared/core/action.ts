/** One step of a plan. JSON: shown in a dry run, signed off, executed and undone as it stands. */
export interface Action<Type extends string = string, Params = unknown> {
  readonly type: Type;
  readonly params: Params;
}

interface Spec<Type extends string, Params, State> {
  /** `<service>.<verb-object>`, such as `ec2.revoke-ingress`. */
  readonly type: Type;
  /** What it does, as an imperative sentence without a full stop. */
  describe(params: Params): string;
  /** The change on a state in memory: dry runs, reports and tests use it. Safe to repeat. */
  simulate(state: State, params: Params): State;
}

/** Calling it builds the action; its members say what the action does. */
export interface ActionType<Type extends string = string, Params = never, State = never>
  extends Spec<Type, Params, State> {
  (params: Params): Action<Type, Params>;
  /** The type of the action that undoes this one. */
  readonly undoneBy: string;
  inverse(params: Params): Action;
}

/** An action type of which it is not known what it takes and changes. */
export interface AnyActionType extends Spec<string, unknown, object> {
  (params: never): Action;
  readonly undoneBy: string;
  inverse(params: unknown): Action;
}

/** Two actions that undo each other with the same parameters. */
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

/** What a `swap` exchanges, beside whatever names the place. */
export interface Exchange<Value> {
  readonly before: Value;
  readonly after: Value;
}

/** An action that replaces a value: undone by exchanging `before` and `after`. */
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
