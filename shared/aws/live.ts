import type { Action, NewIds } from '../core/action.ts';
import { pagesOf } from '../core/pages.ts';
import { type Redacted, useFingerprintKey } from '../core/redacted.ts';
import type { Ref } from '../core/ref.ts';
import { holdsSecret } from '../core/state.ts';
import type { Ports } from '../evaluate/ports.ts';
import type { Aws } from './clients.ts';
import type { AnyEffect } from './effect.ts';
import type { AnyReader, Place } from './reader.ts';

/** Modules by kind, loaded on first use. */
export type Readers = Readonly<Record<string, () => Promise<{ readonly default: AnyReader }>>>;
export type Effects = Readonly<Record<string, () => Promise<{ readonly default: readonly AnyEffect[] }>>>;

async function readerOf(kind: string, readers: Readers): Promise<AnyReader> {
  const load = Object.hasOwn(readers, kind) ? readers[kind] : undefined;
  if (!load) throw new TypeError(`there is no kind ${kind}`);
  return (await load()).default;
}

/**
 * What reads resources and their tags.
 * @param fingerprintKey Asked for where a state holds a secret: what is stored of it has to be comparable.
 */
export function reading(
  aws: Aws,
  readers: Readers,
  fingerprintKey?: () => Promise<Redacted>,
): Pick<Ports, 'read' | 'refsOf' | 'tagsOf'> {
  return {
    async refsOf(kind, place) {
      const reader = await readerOf(kind, readers);
      if (reader.refs) return reader.refs(place, aws);
      return (await listAll(kind, place, aws, readers)).map((id) => ({ kind, ...place, id }));
    },
    async read(ref, onTags) {
      const state = await (await readerOf(ref.kind, readers)).read(ref, aws, onTags);
      if (fingerprintKey && holdsSecret(state)) useFingerprintKey(await fingerprintKey());
      return state;
    },
    // Only drift needs tags, so that most events do not load this.
    tagsOf: async (resource) => (await import('./tags.ts')).tagsOf(resource, aws),
  };
}

/** One page of a listing. @param fingerprintKey As for `reading`, of the states that it shows. */
export async function listPage(
  kind: string,
  place: Place,
  aws: Aws,
  readers: Readers,
  from?: string,
  fingerprintKey?: () => Promise<Redacted>,
) {
  const page = await (await readerOf(kind, readers)).list(place, aws, from);
  if (fingerprintKey && [...(page.states?.values() ?? [])].some(holdsSecret)) useFingerprintKey(await fingerprintKey());
  return page;
}

/** Every resource of a kind in a place. */
export async function listAll(kind: string, place: Place, aws: Aws, readers: Readers): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const page of pagesOf((from) => listPage(kind, place, aws, readers, from))) ids.push(...page.ids);
  return ids;
}

/** Carries out an action; see `Effect`. */
export async function applyAction(ref: Ref, { type, params }: Action, aws: Aws, effects: Effects): Promise<NewIds> {
  return (await effectFor(ref, type, effects)).apply(ref, params, aws);
}

/** The actions of an undo, with what AWS alone shows; see `Effect.complete`. One call for all actions of a type. */
export async function completeUndo(
  ref: Ref,
  undo: readonly Action[],
  aws: Aws,
  effects: Effects,
): Promise<readonly Action[]> {
  const types = [...new Set(undo.map(({ type }) => type))];
  const completed = await Promise.all(
    types.map(async (type) => {
      const effect = await effectFor(ref, type, effects);
      const own = undo.filter((each) => each.type === type);
      const params = await effect.complete?.(
        ref,
        own.map((each) => each.params),
        aws,
      );
      return own.map((action, index) => [action, params ? { type, params: params[index] } : action] as const);
    }),
  );
  const byAction = new Map(completed.flat());
  return undo.map((action) => byAction.get(action) ?? action);
}

async function effectFor(ref: Ref, type: string, effects: Effects): Promise<AnyEffect> {
  const load = Object.hasOwn(effects, ref.kind) ? effects[ref.kind] : undefined;
  const known = (await load?.())?.default.find((each) => each.type === type);
  if (!known) throw new TypeError(`nothing does ${type} on a ${ref.kind}`);
  return known;
}
