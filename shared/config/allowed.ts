import type { RequestName } from '../core/requests.ts';
import { anyCovers } from '../policy/glob.ts';
import type { Settings } from './settings.ts';

/**
 * Why somebody may not make a request, as a sentence; `undefined`: they may.
 * @param identity Their ARN; `undefined`: AWS does not say it.
 */
export function refusalOf(
  name: RequestName,
  identity: string | undefined,
  { requests }: Pick<Settings, 'requests'>,
): string | undefined {
  const allowed = requests.allowed[name];
  if (!allowed) return undefined;
  if (identity === undefined)
    return `plumbline.yml says who may ask for "${name}", and Lambda does not say who you are. Deploy with --param="requests=url", and use the command of a new alert.`;
  return anyCovers(allowed, identity)
    ? undefined
    : `${identity} may not ask for "${name}". plumbline.yml says who may: requests.allowed.${name}.`;
}
