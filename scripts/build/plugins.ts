import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'rolldown';
import { type ControlIds, type Framework, USUAL_FRAMEWORKS } from '../../shared/core/controls.ts';

/** What stands before the name of a module of Node's own. */
export const BUILTIN = 'builtin:';

const NO_ZOD = 'without-schemas:';

/**
 * Replaces zod in the rules of a bundle: their options were read when the function was built, and to build the schemas
 * of all rules takes a third of a start. The replacement exports the names that the installed zod exports, so that a
 * rule may use all of them in its options. Each name is the same function, which returns itself.
 */
export const withoutSchemas: Plugin = {
  name: 'without-schemas',
  resolveId: {
    filter: { id: /^zod(?:\/|$)/ },
    handler: (id, importer) => (importer?.includes('/shared/rules/') ? `${NO_ZOD}${id}` : null),
  },
  load: {
    filter: { id: new RegExp(`^${NO_ZOD}`) },
    async handler(id) {
      const names = Object.keys((await import(id.slice(NO_ZOD.length))) as object);
      return `${NOTHING}\nexport { ${names.map((name) => `nothing as ${name}`).join(', ')} };`;
    },
  },
};

/** A schema that is asked to check something must not let everything pass, so it throws. */
const NOTHING = `
const nothing = new Proxy(function () { return nothing; }, {
  get(_, name) {
    if (/^(?:safe)?(?:parse|decode|encode)(?:async)?$|^spa$/i.test(String(name)))
      throw new Error('A rule can use zod for its options only: in a function, ' + String(name) + ' checks nothing.');
    return nothing;
  },
});`;

/**
 * Node's own modules, taken as they are: an `import` of one reads all that it exports, and with that loads what nobody
 * uses, such as a second HTTP client with `http`.
 */
export const builtinsAsTheyAre: Plugin = {
  name: 'builtins-as-they-are',
  resolveId: {
    // The bundler's own runtime needs `node:module` before there is anything else.
    filter: { id: new RegExp(`^(?:node:)?(?:${builtinModules.filter((name) => name !== 'module').join('|')})$`) },
    handler: (id) => `${BUILTIN}${id}`,
  },
  load: {
    filter: { id: new RegExp(`^${BUILTIN}`) },
    handler: (id) => `module.exports = process.getBuiltinModule('${id.slice(BUILTIN.length)}');`,
  },
};

/**
 * The SDK names the failures of its calls in one small module, which it exports together with all that repeats calls.
 * A start needs the names alone: with the rest `detect` would load 300 kB instead of 140.
 */
export const failureNamesAlone: Plugin = {
  name: 'failure-names-alone',
  resolveId: {
    filter: { id: /^@smithy\/core\/retry$/ },
    handler: (_, importer) => (importer?.endsWith('/shared/aws/failure.ts') ? FAILURE_NAMES : null),
  },
};

const FAILURE_NAMES = fileURLToPath(
  new URL(
    'dist-es/submodules/retry/service-error-classification/service-error-classification.js',
    import.meta.resolve('@smithy/core/package.json'),
  ),
);

/** Of the ids of controls, those of the frameworks that are shown: all of them are ten times as long. */
export function controlsOfChosen(frameworks: readonly Framework[]): Plugin {
  const names = frameworks.length > 0 ? frameworks : USUAL_FRAMEWORKS;
  return {
    name: 'controls-of-chosen-frameworks',
    transform: {
      filter: { id: /\/generated\/controls\.json$/ },
      handler(text) {
        const all = JSON.parse(text) as ControlIds;
        const chosen = Object.entries(all).map(([control, ids]) => [
          control,
          Object.fromEntries(names.flatMap((name) => (ids[name] ? [[name, ids[name]]] : []))),
        ]);
        return { code: JSON.stringify(Object.fromEntries(chosen)), map: null };
      },
    },
  };
}

/** Loaded by Node at their first mention; clients ask whether they were given one, and here none is. */
export const UNUSED = { Blob: 'undefined', ReadableStream: 'undefined' };
