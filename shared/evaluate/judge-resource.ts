import type { SettingsByKind } from '../config/by-kind.ts';
import { compareEvents, type TrailEvent } from '../core/event.ts';
import type { Cause } from '../core/finding.ts';
import { awsTypeOf } from '../core/kind.ts';
import { keysOfDependents } from '../core/neighbour.ts';
import { pagesOf } from '../core/pages.ts';
import type { Ref } from '../core/ref.ts';
import type { Store } from '../store/store.ts';
import { causeOf } from './attribution.ts';
import type { Neighbourhood } from './neighbours.ts';
import { observe } from './observe.ts';
import type { Ports } from './ports.ts';
import type { Shown } from './shown.ts';
import { isDenied, recordUnreadable } from './unreadable.ts';

/** A resource to judge, and why. */
export interface ToJudge {
  readonly ref: Ref;
  /** The ids that each event has for the resource. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  readonly events: readonly TrailEvent[];
  readonly isRepeated?: boolean;
  /** The latest change of a neighbour. */
  readonly because?: Cause;
  /** What a listing has shown of it. */
  readonly shown?: Shown | undefined;
}

/** `unreadable`: AWS denies to read it, which is recorded. */
export type Judged = 'judged' | 'unreadable';

/** What a resource is judged with. */
export interface JudgePorts extends Omit<Ports, 'settings' | 'neighbourhood' | 'store'> {
  readonly store: Ports['store'] & Pick<Store, 'dependents'>;
  readonly settingsByKind: SettingsByKind;
  /** Queues resources to be judged again because a neighbour has changed; the cause is left out where it is unknown. */
  judgeAgain(refs: readonly Ref[], because: Cause | undefined): Promise<void>;
}

/**
 * Judges a resource, and has those judged again that depend on it.
 * @param onDenied What to do where AWS denies to read it; left out: it is recorded.
 * @throws every other failure: the resource was not judged.
 */
export async function judgeResource(
  { ref, events, names, because, shown, isRepeated = false }: ToJudge,
  ports: JudgePorts,
  neighbourhood: Neighbourhood,
  onDenied?: (error: Error) => void,
): Promise<Judged> {
  const settings = await ports.settingsByKind.of(ref.kind);
  // What the table or a neighbour denies says nothing about the resource.
  const denials = new Set<unknown>();
  const read: JudgePorts['read'] = async (asked, onTags) => {
    try {
      return await ports.read(asked, onTags);
    } catch (error) {
      if (isDenied(error)) denials.add(error);
      throw error;
    }
  };
  const last = events.toSorted(compareEvents).at(-1);
  const tell = async () => {
    if (ports.settingsByKind.isNeighbour(ref.kind)) await tellDependents(ref, last, ports);
  };
  const isJudged = settings.rules.length > 0 || events.length === 0;
  try {
    const { isChanged = false } = isJudged
      ? await observe(ref, events, { ...ports, read, settings, neighbourhood }, { names, because, shown })
      : {};
    if (last || isChanged || isRepeated) await tell();
    return 'judged';
  } catch (error) {
    const kind = denials.has(error) ? await ports.settingsByKind.kind(ref.kind) : undefined;
    if (!kind || !isDenied(error)) throw error;
    if (onDenied) onDenied(error);
    else await recordUnreadable(kind, ref, error, { ...ports, settings });
    if (last || isRepeated) await tell();
    return 'unreadable';
  }
}

/** The dependents of a neighbour that changed are judged again, in messages of their own. */
async function tellDependents(ref: Ref, event: TrailEvent | undefined, ports: JudgePorts): Promise<void> {
  const kind = await ports.settingsByKind.kind(ref.kind);
  if (!kind) return;
  const because = event && { ...causeOf(event), on: { type: awsTypeOf(kind, ref.id), id: ref.id } };
  for (const key of keysOfDependents(kind, ref)) {
    for await (const { refs } of pagesOf((from) => ports.store.dependents(key, from)))
      if (refs.length > 0) await ports.judgeAgain(refs, because);
  }
}
