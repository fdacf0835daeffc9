import type { TrailEvent } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import type { Subject } from '../core/judgement.ts';
import { type AnyKind, begins, evolve, type Gone, refOf, refsOf } from '../core/kind.ts';
import { type Ref, refKey } from '../core/ref.ts';

type State = object;

/** What one rule remembers of one resource. */
export interface RuleMemory {
  subject?: Subject;
  baseline?: State;
  finding?: Finding;
}

export interface TrackedResource {
  readonly ref: Ref;
  known: State | Gone | undefined;
  /** It began with an event that was followed, so that nothing was lost before. */
  born: boolean;
  readonly memories: Map<string, RuleMemory>;
}

/** One resource that an event touched, and the ids that the event has for it. */
export interface Touch {
  readonly ref: Ref;
  readonly names: readonly string[];
}

/** What an event made of a resource. */
export interface EventChange {
  readonly resource: TrackedResource;
  readonly before: State | Gone | undefined;
  readonly after: State | Gone;
  /** The resource begins with the event. */
  readonly creates: boolean;
}

export interface Resources {
  /** The resources that an event touches. May throw `UnreadableEvent`. */
  touchedBy(kind: AnyKind, event: TrailEvent): readonly Touch[];
  /** What is known after an event; `undefined` where it is not for this resource. May throw `UnreadableEvent`. */
  follow(kind: AnyKind, touch: Touch, event: TrailEvent): Promise<EventChange | undefined>;
  /** What comes next under this name is another resource; of this one only its findings are kept. */
  end(resource: TrackedResource): void;
  /** The log's clock has moved on. */
  tick(): void;
}

/** What is known of every resource, and by which other names, all in memory. */
export function createResources(): Resources {
  const resources = new Map<string, TrackedResource>();
  const aliases = new Map<string, string>();
  /** What ended in the second that is being followed. */
  const ended = new Set<string>();

  return {
    tick: () => ended.clear(),

    touchedBy(kind, event) {
      for (const { alias, id } of kind.aliases?.(event) ?? []) {
        aliases.set(refKey(refOf(kind, event, alias)), id);
      }
      const byId = Map.groupBy(refsOf(kind, event), (named) => aliases.get(refKey(named)) ?? named.id);
      return [...byId].map(([id, refs]) => ({ ref: refOf(kind, event, id), names: refs.map((named) => named.id) }));
    },

    async follow(kind, { ref, names }, event) {
      const key = refKey(ref);
      const creates = begins(kind, event);
      // The log's clock ticks in seconds: this came before the end.
      if (ended.has(key) && !creates) return undefined;
      const resource: TrackedResource = resources.get(key) ?? {
        ref,
        known: undefined,
        born: false,
        memories: new Map(),
      };
      const { known: before, born } = resource;
      // Set first: after an event that cannot be read, what was known before no longer holds.
      resource.known = kind.blank;
      resource.born = false;
      resources.set(key, resource);
      let after = before;
      for (const name of names) after = await evolve<State>(kind, after, event, name);
      if (after === undefined) return undefined;
      if (creates) for (const memory of resource.memories.values()) delete memory.baseline;
      resource.known = after;
      resource.born = creates || born;
      return { resource, before, after, creates };
    },

    end(resource) {
      const key = refKey(resource.ref);
      ended.add(key);
      resource.born = false;
      for (const memory of resource.memories.values()) delete memory.baseline;
      if (![...resource.memories.values()].some(({ finding }) => finding)) resources.delete(key);
    },
  };
}

/** A rule that meets a resource late has had no objection to what was known of it before. */
export function firstMemory(before: State | Gone | undefined): RuleMemory {
  return typeof before === 'object' ? { baseline: before } : {};
}
