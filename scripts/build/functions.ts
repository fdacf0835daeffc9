import { readdirSync, rmSync } from 'node:fs';
import { build, type Plugin } from 'rolldown';
import { packSettings } from '../../shared/config/deployed.ts';
import { OUTPUT, ROOT } from './common.ts';
import { settingsIn } from './settings.ts';

/** The settings in a bundle are checked already, and building the schemas of all rules makes a third of a start. */
const withoutSchemas: Plugin = {
  name: 'without-schemas',
  resolveId: {
    filter: { id: /^zod$/ },
    handler: (_, importer) => (importer?.includes('/shared/rules/') ? `${ROOT}shared/config/no-schema.ts` : null),
  },
};

/** What clients have in common. */
const SDK = /node_modules.(@aws-sdk.(?!client-)|@smithy)|env-credentials/;

/**
 * A client is one file, with what is used of it. Left to itself, the bundler lays parts of it into files of readers,
 * which then need each other before they are there.
 */
function clientOf(id: string): string | null {
  return /@aws-sdk.client-([\w-]+)/.exec(id)?.[1] ?? null;
}

/**
 * One folder a function below `dist/functions`, with the settings of the file `config` in it. What a
 * function loads on first use only, such as SDK clients, lies beside its `index.mjs`.
 * @throws {ConfigError} that names file, line and column of everything wrong.
 */
export async function buildFunctions(config?: string): Promise<void> {
  const settings = JSON.stringify(packSettings(settingsIn(config)));
  rmSync(`${ROOT}dist/functions`, { recursive: true, force: true });
  const bundles = readdirSync(`${ROOT}functions`).map((file) =>
    build({
      cwd: ROOT,
      input: { index: `functions/${file}` },
      platform: 'node',
      // A warning is about something that is not in the bundle.
      onLog: (level, { message }) => {
        if (level === 'warn') throw new Error(message);
      },
      resolve: {
        alias: { '@aws-sdk/credential-provider-node': `${ROOT}shared/aws/env-credentials.ts` },
        // Of what is no ES module, nothing can be left out.
        mainFields: ['module', 'main'],
      },
      transform: { define: { PLUMBLINE_SETTINGS: settings } },
      plugins: [withoutSchemas],
      output: {
        ...OUTPUT,
        dir: `dist/functions/${file.replace(/\.ts$/, '')}`,
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name].mjs',
        sourcemap: true,
        codeSplitting: {
          groups: [
            // What readers share with the start would be thirty files, and each takes time to open.
            { name: 'plumbline', test: /\/shared\/(?:actions|core|kinds|policy|rules)\//, priority: 3 },
            // By who needs it, so that nothing is loaded for what is loaded later.
            { name: 'sdk', test: SDK, priority: 2, entriesAware: true },
            { name: clientOf, debugName: 'clients', priority: 1 },
          ],
        },
      },
    }),
  );
  await Promise.all(bundles);
}
