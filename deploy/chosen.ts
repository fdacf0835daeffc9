import { scopeIn, settingsIn } from '../scripts/build/settings.ts';
import { type Given, type Params, paramsFrom } from './params.ts';

/**
 * What was chosen for a deployment, by parameters and in the file of settings that is bundled with its functions.
 * @throws {Error} with a sentence on everything that is wrong.
 */
export function chosen(given: Given): Params {
  return paramsFrom(given, scopeIn(settingsIn(String(given['config'] ?? ''))));
}
