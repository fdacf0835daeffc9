import { scopeIn, settingsIn } from '../scripts/build/settings.ts';
import { type Given, type Params, paramsFrom } from './params.ts';

/**
 * The parameters of a deployment, checked together with the settings that are bundled with its functions.
 * @throws {Error} with one sentence for everything that is wrong.
 */
export function chosen(given: Given): Params {
  const global = given['global'] === 'off' ? 'off' : 'on';
  return paramsFrom(given, scopeIn(settingsIn(String(given['config'] ?? ''), global)));
}
