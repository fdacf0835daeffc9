/**
 * Bundles the command and the functions: `npm run build`. The functions are bundled again whenever they are packaged
 * (`deploy/plugin.ts`).
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
  console.error(error.message);
  process.exitCode = 1;
}
