import { scopeIn, settingsIn } from '../scripts/build/settings.ts';
import { type Given, type Params, paramsFrom } from './params.ts';

/**
 * The parameters of a deployment, checked together with the settings that are bundled with its functions.
 * @throws {Error} with one sentence for everything that is wrong.
 */
export function chosen(given: Given): Params {
  const global = given['global'] === 'off' ? 'off' : 'on';
  const settings = settingsIn(String(given['config'] ?? ''), global);
  const params = paramsFrom(given, scopeIn(settings, global));
  const [restricted] = Object.keys(settings.requests.allowed);
  if (restricted !== undefined && params.requests !== 'url')
    throw new Error(
      `requests must be url, because plumbline.yml says who may ask for ${restricted}: Lambda does not say who invokes a function directly.`,
    );
  return params;
}
