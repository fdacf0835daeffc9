import { swap } from '../../core/action.ts';

type Known<State, Field extends keyof State> = Exclude<State[Field], undefined>;

/** Makes action types that replace one field of a state: `putField<LogGroup>()('logs.put-retention', 'retention', …)`. */
export function putField<State extends object>() {
  return <const Type extends string, const Field extends keyof State & string>(
    type: Type,
    field: Field,
    /** What it does, as an imperative sentence without a full stop. */
    describe: (after: Known<State, Field>) => string,
  ) =>
    swap<State, Known<State, Field>>()({
      type,
      describe: ({ after }) => describe(after),
      simulate: (state, { after }) => ({ ...state, [field]: after }),
    });
}

/** `Switch point-in-time recovery on`, for a field that is on or off. */
export function switched(what: string): (on: boolean) => string {
  return (on) => `Switch ${what} ${on ? 'on' : 'off'}`;
}
