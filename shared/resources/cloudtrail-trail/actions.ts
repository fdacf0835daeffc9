import { inverses, swap } from '../../core/action.ts';
import type { CloudTrailTrail } from './kind.ts';
import type { ManagementEvents } from './selectors.ts';

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

type Setting = 'multiRegion' | 'globalServices' | 'validation' | 'kmsKey' | 'bucket';

const SWITCHES = {
  multiRegion: 'the recording of all regions',
  globalServices: 'the recording of global services',
  validation: 'the validation of log files',
} as const;

export const updateTrail = swap<CloudTrailTrail, boolean | string | null, { readonly setting: Setting }>()({
  type: 'cloudtrail.update-trail',
  describe: ({ setting, after }) =>
    setting === 'kmsKey'
      ? `Encrypt log files with ${after === null ? 'keys of S3 only' : `KMS key ${after}`}`
      : setting === 'bucket'
        ? `Deliver log files to bucket ${after}`
        : `Switch ${SWITCHES[setting]} ${after ? 'on' : 'off'}`,
  simulate: (trail, { setting, after }) => ({ ...trail, [setting]: after }),
});

export const putEventSelectors = swap<CloudTrailTrail, ManagementEvents>()({
  type: 'cloudtrail.put-event-selectors',
  describe: ({ after }) =>
    `Record ${WHICH[after.included ? after.readWrite : 'none']} management events${without(after)}`,
  simulate: (trail, { after }) => ({ ...trail, managementEvents: after }),
});

const WHICH = { All: 'all', ReadOnly: 'only read', WriteOnly: 'only write', none: 'no' } as const;

function without({ included, excludedSources }: ManagementEvents): string {
  return included && excludedSources.length > 0 ? ` but those of ${excludedSources.join(', ')}` : '';
}
