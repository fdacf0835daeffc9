import { inverses, swap } from '../../core/action.ts';
import type { CloudTrailTrail, ManagementEvents } from './kind.ts';

export const [startLogging, stopLogging] = inverses<CloudTrailTrail, object>()(
  {
    type: 'cloudtrail.start-logging',
    describe: () => 'Start logging again',
    simulate: (trail) => ({ ...trail, logging: true }),
  },
  {
    type: 'cloudtrail.stop-logging',
    describe: () => 'Stop logging',
    simulate: (trail) => ({ ...trail, logging: false }),
  },
);

type Setting = 'multiRegion' | 'globalServices' | 'validation' | 'kmsKey';

export const updateTrail = swap<CloudTrailTrail, boolean | string | null, { readonly setting: Setting }>()({
  type: 'cloudtrail.update-trail',
  describe: ({ setting, after }) => `Set ${setting} to ${after ?? 'none'}`,
  simulate: (trail, { setting, after }) => ({ ...trail, [setting]: after }),
});

export const putEventSelectors = swap<CloudTrailTrail, ManagementEvents>()({
  type: 'cloudtrail.put-event-selectors',
  describe: ({ after }) =>
    `Record ${after.readWrite === 'All' ? 'all' : after.readWrite} management events${without(after)}`,
  simulate: (trail, { after }) => ({ ...trail, managementEvents: after }),
});

function without({ excludedSources }: ManagementEvents): string {
  return excludedSources.length > 0 ? ` but those of ${excludedSources.join(', ')}` : '';
}
