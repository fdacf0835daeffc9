import ids from '../../generated/controls.json' with { type: 'json' };
import type { Settings } from '../../shared/config/settings.ts';
import type { ControlIds, ShownIds } from '../../shared/core/controls.ts';

/** The ids of every control that a rule names. */
export const controlIds: ControlIds = ids;

/** The ids that these settings show. */
export function shownBy({ frameworks }: Pick<Settings, 'frameworks'>): ShownIds {
  return { ids: controlIds, frameworks };
}
