import { type TrailEvent, UnreadableEvent } from '../core/event.ts';
import { type AnyKind, evolve, type Gone } from '../core/kind.ts';

type State = object;

/** The ids that events have for a resource, by the event's own. */
export type Names = ReadonlyMap<string, readonly string[]>;

/** What was known after an event. */
export interface Step {
  readonly event: TrailEvent;
  readonly after: State | Gone;
}

/**
 * What each event made of the resource, one after the other, from what was known of it. An event that has only a
 * second name touches every resource of the kind: it is followed where the resource is known to have that name.
 */
export async function following(
  kind: AnyKind,
  id: string,
  from: State | undefined,
  { events, names }: { readonly events: readonly TrailEvent[]; readonly names?: Names },
  storedFinding: (alias: string) => boolean,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  let known: State | Gone | undefined = from;
  for (const event of events) {
    try {
      for (const name of names?.get(event.eventID) ?? [id]) {
        const now = known;
        const isIts =
          !kind.isAlias?.(name) || storedFinding(name) || (typeof now === 'object' && kind.holds?.(now, name));
        if (isIts) known = await evolve<State>(kind, known, event, name);
      }
    } catch (error) {
      // It shows nothing; the state was read all the same.
      if (!(error instanceof UnreadableEvent)) throw error;
      continue;
    }
    if (known !== undefined) steps.push({ event, after: known });
  }
  return steps;
}
