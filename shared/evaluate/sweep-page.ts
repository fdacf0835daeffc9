import { failureOf, isPassing } from '../aws/failure.ts';
import type { Ref } from '../core/ref.ts';
import { eachOf } from './detect.ts';
import { judgeResource } from './judge-resource.ts';
import { createNeighbourhood } from './neighbours.ts';
import type { ListedPage, SweepPorts } from './sweep-ports.ts';
import { EVERY, recordUnreadable } from './unreadable.ts';

/** What became of the resources of a page. */
export interface PageJudged {
  readonly judged: number;
  readonly unreadable: number;
  /** Those that may be judged later: there was no time, or their failure passes. */
  readonly left: readonly string[];
  /** Those that failed otherwise. */
  readonly broken: readonly string[];
  /** How many were begun. */
  readonly tried: number;
  /** At least one was throttled, and nothing else failed. */
  readonly isThrottled: boolean;
  /** AWS denied to read every one. */
  readonly isDenied: boolean;
}

/** Resources that are judged at the same time: each may need tens of calls, which wait for their turn. */
const AT_ONCE = 4;

/** So many that are denied together, and none that is not, are reported as one. */
const TOGETHER = 5;

/** Judges the resources of a page, from what the listing has shown at `at` where it has. */
export async function judgePage(
  place: Omit<Ref, 'id'>,
  { ids, states }: Pick<ListedPage, 'ids' | 'states'>,
  at: number,
  ports: SweepPorts,
): Promise<PageJudged> {
  const neighbourhood = createNeighbourhood(ports);
  const left: string[] = [];
  const broken: string[] = [];
  const denied: { readonly ref: Ref; readonly error: Error }[] = [];
  let [judged, tried, throttled, passing] = [0, 0, 0, 0];
  const fail = (ref: Ref, error: unknown) => {
    const failure = failureOf(error);
    if (failure === 'throttled') throttled += 1;
    else ports.onFailure?.(ref, error);
    if (isPassing(failure)) {
      passing += 1;
      left.push(ref.id);
    } else broken.push(ref.id);
  };
  await eachOf(ids, AT_ONCE, async (id) => {
    const ref = { ...place, id };
    if (!ports.hasTime()) {
      left.push(id);
      return;
    }
    tried += 1;
    const state = states?.get(id);
    const shown = state && { state, at };
    try {
      const given = { ref, names: new Map(), events: [], shown };
      const outcome = await judgeResource(given, ports, neighbourhood, (error) => denied.push({ ref, error }));
      if (outcome === 'judged') judged += 1;
    } catch (error) {
      fail(ref, error);
    }
  });
  const isDenied = denied.length >= TOGETHER && denied.length === ids.length;
  const unreadable = await report(isDenied, denied, place, ports, fail);
  return { judged, unreadable, left, broken, tried, isDenied, isThrottled: throttled > 0 && throttled === passing };
}

/** Records what is denied; what could not be recorded fails. */
async function report(
  isDenied: boolean,
  denied: readonly { readonly ref: Ref; readonly error: Error }[],
  place: Omit<Ref, 'id'>,
  ports: SweepPorts,
  fail: (ref: Ref, error: unknown) => void,
): Promise<number> {
  const [first] = denied;
  if (!first) return 0;
  const kind = await ports.settingsByKind.kind(place.kind);
  if (!kind) return 0;
  const settings = await ports.settingsByKind.of(place.kind);
  if (isDenied) {
    await recordUnreadable(kind, { ...place, id: EVERY }, first.error, { ...ports, settings });
    return denied.length;
  }
  let recorded = 0;
  await eachOf(denied, AT_ONCE, async ({ ref, error }) => {
    try {
      await recordUnreadable(kind, ref, error, { ...ports, settings });
      recorded += 1;
    } catch (reason) {
      fail(ref, reason);
    }
  });
  return recorded;
}
