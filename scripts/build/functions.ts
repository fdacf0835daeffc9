import { readdirSync, rmSync } from 'node:fs';
import { build } from 'rolldown';
import { packSettings } from '../../shared/config/deployed.ts';
import { chunksOf } from './chunks.ts';
import { OUTPUT, ROOT } from './common.ts';
import { builtinsAsTheyAre, failureNamesAlone, UNUSED, withoutSchemas } from './plugins.ts';
import { settingsIn } from './settings.ts';

/**
 * One folder a function below `dist/functions`, with the settings of the file `config` in it. What a
 * function loads on first use only, such as SDK clients, lies beside its `index.mjs`.
 * @throws {ConfigError} that names file, line and column of everything wrong.
 */
export async function buildFunctions(config?: string): Promise<void> {
  const settings = JSON.stringify(packSettings(settingsIn(config)));
  rmSync(`${ROOT}dist/functions`, { recursive: true, force: true });
  const handlers = readdirSync(`${ROOT}functions`).filter((file) => file !== 'middleware.ts');
  const bundles = handlers.map((file) =>
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
      transform: { define: { PLUMBLINE_SETTINGS: settings, ...UNUSED } },
      plugins: [withoutSchemas, builtinsAsTheyAre, failureNamesAlone],
      output: {
        ...OUTPUT,
        dir: `dist/functions/${file.replace(/\.ts$/, '')}`,
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name].mjs',
        sourcemap: true,
        codeSplitting: { groups: chunksOf(`${ROOT}functions/${file}`) },
      },
    }),
  );
  await Promise.all(bundles);
}
