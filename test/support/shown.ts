import ids from '../../generated/controls.json' with { type: 'json' };
import type { ShownIds } from '../../shared/core/controls.ts';

/** The ids of controls that are shown where the owner chose no framework. */
export const SHOWN: ShownIds = { ids, frameworks: [] };
