import type { Params } from './params.ts';
import type { Check, ClientConfig, Notice } from './preflight/checks.ts';
import { concurrency } from './preflight/concurrency.ts';
import { key } from './preflight/key.ts';
import { others } from './preflight/others.ts';
import { receivers } from './preflight/receivers.ts';
import { trail } from './preflight/trail.ts';
import { webhook } from './preflight/webhook.ts';

const CHECKS: readonly Check[] = [trail, key, webhook, receivers, concurrency, others];

/**
 * Looks at what a deployment needs, before anything is changed. A look that fails is a notice too: what could not be
 * checked may be right.
 */
export async function preflight(params: Params, config: ClientConfig): Promise<readonly Notice[]> {
  const all = await Promise.all(
    CHECKS.map(async ({ what, look }): Promise<readonly Notice[]> => {
      try {
        return await look(params, config);
      } catch (error) {
        const why = error instanceof Error ? error.message || error.name : String(error);
        return [{ stops: false, text: `${what} could not be checked: ${why}` }];
      }
    }),
  );
  return all.flat();
}
