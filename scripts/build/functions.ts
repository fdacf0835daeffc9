import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { build } from 'rolldown';
import { rules } from '../../generated/rules.ts';
import { type PackedSettings, packSettings } from '../../shared/config/deployed.ts';
import { loadConfig } from '../../shared/config/load.ts';
import { chunksOf } from './chunks.ts';
import { OUTPUT, ROOT } from './common.ts';
import { builtinsAsTheyAre, UNUSED, withoutSchemas } from './plugins.ts';

/** Taken where it is there and no other is named. */
const CONFIG = 'plumbline.yml';

/**
 * One folder a function below `dist/functions`, with the settings of the file `config` in it. What a
 * function loads on first use only, such as SDK clients, lies beside its `index.mjs`.
 * @throws {ConfigError} that names file, line and column of everything wrong.
 */
export async function buildFunctions(config?: string): Promise<void> {
  const settings = JSON.stringify(settingsIn(config));
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
      transform: { define: { PLUMBLINE_SETTINGS: settings, ...UNUSED } },
      plugins: [withoutSchemas, builtinsAsTheyAre],
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

function settingsIn(config: string | undefined): PackedSettings {
  const file = config || CONFIG;
  const path = resolve(ROOT, file);
  if (config && !existsSync(path)) throw new Error(`There is no configuration ${config}.`);
  return packSettings(loadConfig(existsSync(path) ? readFileSync(path, 'utf8') : '', file, rules));
}
