import { type TrailEvent, UnreadableEvent } from '../core/event.ts';
import { type AnyKind, evolve, type Gone } from '../core/kind.ts';

type State = object;

/** The ids that an event has for a resource, by the event's own id. */
export type NamesByEvent = ReadonlyMap<string, readonly string[]>;

/** What was known after an event. */
export interface Step {
  readonly event: TrailEvent;
  /** What was known before it. */
  readonly before: State | Gone | undefined;
  readonly after: State | Gone;
}

/**
 * What each event made of a resource, one after the other. An event that has only an alias touches every resource of
 * the kind; it is followed only where the resource is known to have that alias.
 * @param from What was known before the first event.
 * @param hasAlias Whether the resource had an alias at that time.
 */
export async function followEvents(
  kind: AnyKind,
  id: string,
  from: State | undefined,
  { events, names }: { readonly events: readonly TrailEvent[]; readonly names?: NamesByEvent },
  hasAlias: (alias: string) => boolean,
): Promise<readonly Step[]> {
  const steps: Step[] = [];
  let known: State | Gone | undefined = from;
  for (const event of events) {
    const before = known;
    try {
      for (const name of names?.get(event.eventID) ?? [id]) {
        const now = known;
        const isOurs = !kind.isAlias?.(name) || hasAlias(name) || (typeof now === 'object' && kind.holds?.(now, name));
        if (isOurs) known = await evolve<State>(kind, known, event, name);
      }
    } catch (error) {
      // The event shows nothing; the resource itself was read.
      if (!(error instanceof UnreadableEvent)) throw error;
      continue;
    }
    if (known !== undefined) steps.push({ event, before, after: known });
  }
  return steps;
}
