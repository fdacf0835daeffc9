/**
 * What `npm ci` runs: the build. Invalid settings do not stop it, as the command that shows what is wrong with them
 * could not be run otherwise; packaging a deployment refuses them.
 */
import { ConfigError } from '../shared/config/load.ts';
import { buildCommand } from './build/command.ts';
import { emptyOutput } from './build/common.ts';
import { buildFunctions } from './build/functions.ts';

emptyOutput();
await buildCommand();
try {
  await buildFunctions();
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(
    'plumbline.yml is invalid, so no functions were built. This shows why: npx plumbline check plumbline.yml',
  );
}
