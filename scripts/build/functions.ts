import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { build, type OutputAsset, type OutputChunk } from 'rolldown';
import { packSettings } from '../../shared/config/deployed.ts';
import type { Settings } from '../../shared/config/settings.ts';
import { chunksOf } from './chunks.ts';
import { OUTPUT, ROOT } from './common.ts';
import { builtinsAsTheyAre, controlsOfChosen, failureNamesAlone, UNUSED, withoutSchemas } from './plugins.ts';
import { settingsIn } from './settings.ts';

/**
 * One folder a function below `dist/functions`, with the settings of the file `config` in it, as `settingsIn` reads them. What a
 * function loads on first use only, such as SDK clients, lies beside its `index.mjs`.
 * @throws {ConfigError} that names file, line and column of everything wrong.
 */
export async function buildFunctions(config?: string, global?: 'on' | 'off'): Promise<void> {
  const given = settingsIn(config, global);
  const settings = settingsText(given);
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
      plugins: [withoutSchemas, builtinsAsTheyAre, failureNamesAlone, controlsOfChosen(given.frameworks)],
      output: {
        ...OUTPUT,
        dir: `dist/functions/${nameOf(file)}`,
        entryFileNames: '[name].mjs',
        chunkFileNames: '[name].mjs',
        sourcemap: true,
        codeSplitting: { groups: chunksOf(`${ROOT}functions/${file}`) },
      },
    }),
  );
  for (const [i, { output }] of (await Promise.all(bundles)).entries())
    for (const each of output) withoutForeignMap(each, `${ROOT}dist/functions/${nameOf(handlers[i])}`);
}

function nameOf(handler = ''): string {
  return handler.replace(/\.ts$/, '');
}

/** Maps of the SDK are most of a bundle, and where something of the SDK fails, its name and the caller say enough. */
function withoutForeignMap(output: OutputChunk | OutputAsset, folder: string): void {
  if (output.type !== 'chunk' || !output.moduleIds.every((id) => id.includes('node_modules'))) return;
  const file = `${folder}/${output.fileName}`;
  rmSync(`${file}.map`, { force: true });
  writeFileSync(file, output.code.replace(/\n\/\/# sourceMappingURL=.*\n?$/, '\n'));
}

/**
 * The settings as they are written into a bundle.
 * @throws {Error} that names a rule whose options JSON cannot hold, such as a `Date`: a function would be given others.
 */
export function settingsText(settings: Settings): string {
  const wrong = settings.rules.find(({ options }) => !isJson(options));
  if (wrong) {
    throw new Error(
      `The options of ${wrong.rule.id} cannot be written as JSON. Let its schema give texts, numbers, true and false, lists and objects only.`,
    );
  }
  return JSON.stringify(packSettings(settings));
}

function isJson(value: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(JSON.stringify(value)), value);
  } catch {
    return false;
  }
}
