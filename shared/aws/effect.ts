import type { ActionType, NewIds } from '../core/action.ts';
import type { Ref } from '../core/ref.ts';
import type { Aws } from './clients.ts';
import { explained, type Refusals } from './failure.ts';
import type { Permissions } from './permissions.ts';

/** The calls to AWS behind an action. */
export interface Effect<Params = never> {
  /** The type of the action. */
  readonly type: string;
  readonly permissions: Permissions;
  /**
   * Does what the action's `simulate` says. It can be repeated: what is done already is no failure.
   * @returns the new ids of what it has created; none where it was there already.
   */
  apply(ref: Ref, params: Params, aws: Aws): Promise<NewIds>;
  /**
   * Of an action that is part of an undo: reads what it needs and no look shows, such as tags. It is called before the
   * plan is carried out that the undo belongs to. Left out: a look shows everything.
   * @returns the parameters of each action, with what was read.
   */
  complete?(ref: Ref, params: readonly Params[], aws: Aws): Promise<readonly Params[]>;
}

/** Most calls give no new ids. */
interface Calls<Params> extends Omit<Effect<Params>, 'type' | 'apply'> {
  readonly refusals?: Refusals;
  // biome-ignore lint/suspicious/noConfusingVoidType: an effect that returns nothing has created nothing.
  apply(ref: Ref, params: Params, aws: Aws): Promise<NewIds | void>;
}

/** An effect of which it is not known what its action takes. */
export type AnyEffect = Effect<unknown>;

export function effectOf<Type extends string, Params, State>(
  action: ActionType<Type, Params, State>,
  { refusals = {}, ...effect }: Calls<Params>,
): Effect<Params> {
  return {
    ...effect,
    type: action.type,
    apply: async (ref, params, aws) => (await explained(refusals, () => effect.apply(ref, params, aws))) ?? [],
  };
}
