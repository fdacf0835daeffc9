/**
 * Bundles the command and the functions: `npm run build`, and by itself after `npm ci`. The functions
 * are bundled again whenever they are packaged (`deploy/plugin.ts`).
 */
import { rmSync } from 'node:fs';
import { buildCommand } from './build/command.ts';
import { ROOT } from './build/common.ts';
import { buildFunctions } from './build/functions.ts';

rmSync(`${ROOT}dist`, { recursive: true, force: true });
await buildCommand();
await buildFunctions();
