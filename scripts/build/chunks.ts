import type { OutputOptions } from 'rolldown';
import { BUILTIN } from './plugins.ts';

type Groups = NonNullable<Exclude<OutputOptions['codeSplitting'], boolean | undefined>['groups']>;
type Modules = Parameters<Exclude<Groups[number]['name'], string>>[1];

/** What clients have in common. */
const SDK = /node_modules.(@aws-sdk.(?!client-)|@smithy)|env-credentials/;
/** Smaller pieces than this lie with others: each file takes time to open. Bytes. */
const SMALL = 1_000;

/**
 * Which modules of a function lie in one file. What its start needs is together, and so is a client; what clients
 * share is apart by who needs it, so that nothing is loaded for what is loaded later.
 */
export function chunksOf(entry: string): Groups {
  let start: ReadonlySet<string> | undefined;
  return [
    { name: 'node', test: new RegExp(`^${BUILTIN}`), priority: 5 },
    {
      name: (id, modules) => {
        start ??= reachedBy(entry, modules);
        return start.has(id) && id !== entry ? 'start' : null;
      },
      debugName: 'start',
      priority: 4,
    },
    { name: 'policy', test: /\/shared\/policy\//, priority: 3 },
    { name: 'sdk', test: SDK, priority: 2, entriesAware: true, entriesAwareMergeThreshold: SMALL },
    { name: clientOf, debugName: 'clients', priority: 1 },
  ];
}

/** All that a module imports, what those import, and so on; without what is imported on use. */
function reachedBy(entry: string, modules: Modules): ReadonlySet<string> {
  const reached = new Set([entry]);
  for (const id of reached) for (const imported of modules.getModuleInfo(id)?.importedIds ?? []) reached.add(imported);
  return reached;
}

/**
 * A client is one file, with what is used of it. Left to itself, the bundler lays parts of it into files of readers,
 * which then need each other before they are there.
 */
function clientOf(id: string): string | null {
  return /@aws-sdk.client-([\w-]+)/.exec(id)?.[1] ?? null;
}
