import type { ActionType } from '../core/action.ts';
import type { Ref } from '../core/ref.ts';
import type { Aws } from './clients.ts';
import { explained, type Refusals } from './failure.ts';
import type { Permissions } from './permissions.ts';

/** The calls to AWS behind an action. */
export interface Effect<Params = never> {
  /** The type of the action. */
  readonly type: string;
  readonly permissions: Permissions;
  /** Does what the action's `simulate` says. It can be repeated: what is done already is no failure. */
  apply(ref: Ref, params: Params, aws: Aws): Promise<void>;
}

/** An effect of which it is not known what its action takes. */
export type AnyEffect = Effect<unknown>;

export function effectOf<Type extends string, Params, State>(
  action: ActionType<Type, Params, State>,
  { refusals = {}, ...effect }: Omit<Effect<Params>, 'type'> & { readonly refusals?: Refusals },
): Effect<Params> {
  return {
    ...effect,
    type: action.type,
    apply: (ref, params, aws) => explained(refusals, () => effect.apply(ref, params, aws)),
  };
}
