import { type TrailEvent, UnreadableEvent } from '../core/event.ts';
import type { Finding } from '../core/finding.ts';
import type { Subject } from '../core/judgement.ts';
import {
  type AnyKind,
  begins,
  evolve,
  type Gone,
  type Neighbours,
  type NeighbourType,
  type NeighbourTypes,
  refOf,
  refsOf,
} from '../core/kind.ts';
import { neighbourKey, refsOfNeighbours } from '../core/neighbour.ts';
import { type Ref, refKey } from '../core/ref.ts';

type State = object;

/** What is stored for one rule on one resource. */
export interface RuleMemory {
  subject?: Subject;
  baseline?: State;
  finding?: Finding;
  /** The rule has looked at neighbours of the resource. */
  isBeside?: boolean;
}

export interface TrackedResource {
  readonly ref: Ref;
  known: State | Gone | undefined;
  /** The log contains the creation of the resource, so no change before the log is missing. */
  creationSeen: boolean;
  readonly memories: Map<string, RuleMemory>;
}

/** A resource that an event touches, and the ids that the event has for it. */
export interface Touch {
  readonly ref: Ref;
  readonly names: readonly string[];
}

/** A resource before and after an event. */
export interface EventChange {
  readonly resource: TrackedResource;
  readonly before: State | Gone | undefined;
  readonly after: State | Gone;
  /** The event creates the resource. */
  readonly creates: boolean;
  /** Why the event could not be read for the resource, of which nothing is known after it. */
  readonly unreadable?: UnreadableEvent;
}

export interface TrackedResources {
  /**
   * The resources that an event touches.
   * @throws {UnreadableEvent}
   */
  touchedBy(kind: AnyKind, event: TrailEvent): readonly Touch[];
  /** Applies an event to a resource; `undefined` if the event says nothing about it. */
  follow(kind: AnyKind, touch: Touch, event: TrailEvent): Promise<EventChange | undefined>;
  /**
   * What the events so far show of neighbours. A log does not show all of them, so they are never complete. They are
   * gathered when they are first read.
   * @param states Those that name neighbours: the state, and the baseline to which a plan can lead back.
   * @param onRead Called when they are read.
   */
  neighbours(
    types: NeighbourTypes,
    ref: Ref,
    states: readonly State[],
    onRead: () => void,
  ): Readonly<Record<string, Neighbours<State>>>;
  /** Ends a resource. Only its findings are kept, and a later resource with the same id is another one. */
  end(resource: TrackedResource): void;
  /** Called when the time of the log advances. */
  tick(): void;
}

/**
 * Keeps the known state and the aliases of every resource in memory.
 * @param beside The names of the kinds that are neighbours of others.
 */
export function createTrackedResources(beside: ReadonlySet<string>): TrackedResources {
  const resources = new Map<string, TrackedResource>();
  const aliases = new Map<string, string>();
  const byKind = new Map<string, Set<TrackedResource>>();
  /** Those that another account can own. */
  const shared = new Map<string, TrackedResource>();
  const allIn = ({ kind }: NeighbourType, { account }: Ref) => [
    ...(byKind.get(keyOfKind({ kind: kind.name, account })) ?? []),
  ];
  const one = ({ kind }: NeighbourType, ref: Ref) =>
    kind.shared ? shared.get(neighbourKey(kind, ref)) : resources.get(refKey(ref));
  /** Resources that ended in the current second of the log. */
  const ended = new Set<string>();

  function gather(type: NeighbourType, ref: Ref, states: readonly State[]): Neighbours<State> {
    const named = states.map((state) => refsOfNeighbours(type, ref, state));
    const refs = named.includes(undefined) ? undefined : named.flatMap((some) => some ?? []);
    const distinct = refs && [...new Map(refs.map((each) => [refKey(each), each])).values()];
    const some = distinct ? distinct.map((each) => one(type, each)) : allIn(type, ref);
    const items = some.flatMap((each) =>
      each && typeof each.known === 'object' ? [{ ref: each.ref, state: each.known }] : [],
    );
    return { items, complete: refs !== undefined && some.every((each) => each?.known !== undefined) };
  }

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
      // Times of CloudTrail are in seconds: within the second, the event came before the end of the resource.
      if (ended.has(key) && !creates) return undefined;
      const resource: TrackedResource = resources.get(key) ?? {
        ref,
        known: undefined,
        creationSeen: false,
        memories: new Map(),
      };
      const { known: before, creationSeen } = resource;
      // If the event cannot be read, the state before it is no longer known to be true.
      resource.known = kind.blank;
      resource.creationSeen = false;
      resources.set(key, resource);
      if (kind.shared) shared.set(neighbourKey(kind, ref), resource);
      if (beside.has(kind.name)) {
        const alike = byKind.get(keyOfKind(ref)) ?? new Set();
        byKind.set(keyOfKind(ref), alike.add(resource));
      }
      let after = before;
      try {
        for (const name of names) after = await evolve<State>(kind, after, event, name);
      } catch (error) {
        if (!(error instanceof UnreadableEvent)) throw error;
        return { resource, before, after: kind.blank, creates, unreadable: error };
      }
      if (after === undefined) return undefined;
      if (creates) for (const memory of resource.memories.values()) delete memory.baseline;
      resource.known = after;
      resource.creationSeen = creates || creationSeen;
      return { resource, before, after, creates };
    },

    neighbours(types, ref, states, onRead) {
      const seen: Record<string, Neighbours<State>> = {};
      for (const [name, type] of Object.entries(types)) {
        let gathered: Neighbours<State> | undefined;
        const get = () => {
          onRead();
          return (gathered ??= gather(type, ref, states));
        };
        Object.defineProperty(seen, name, { enumerable: true, get });
      }
      return seen;
    },

    end(resource) {
      const key = refKey(resource.ref);
      ended.add(key);
      resource.creationSeen = false;
      for (const memory of resource.memories.values()) delete memory.baseline;
      if (![...resource.memories.values()].some(({ finding }) => finding)) {
        resources.delete(key);
        byKind.get(keyOfKind(resource.ref))?.delete(resource);
      }
    },
  };
}

/** The key of all resources of a kind in an account. */
function keyOfKind({ kind, account }: Pick<Ref, 'kind' | 'account'>): string {
  return `${kind}|${account}`;
}

/** For a rule that first judges a resource whose state is already known: that state had no violation of the rule. */
export function firstMemory(before: State | Gone | undefined): RuleMemory {
  return typeof before === 'object' ? { baseline: before } : {};
}
