import type { TrailEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind } from '../../core/kind.ts';
import { inRegion } from '../common/regional.ts';

/**
 * AWS Config in one region, which has one recorder of its customer at most. The id is the region.
 * @see https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationRecorder.html
 */
export interface ConfigRecorder {
  /** `none`: there is no recorder. */
  readonly recorder?: 'on' | 'stopped' | 'none';
  /** It records every type of resource. */
  readonly allTypes?: boolean;
  /** There is a delivery channel: without it, what is recorded goes nowhere. */
  readonly delivers?: boolean;
}

/** No real record shows these events; their shapes follow the API. */
export const configRecorder = defineKind<ConfigRecorder>()({
  name: 'config-recorder',
  type: 'AWS::Config::ConfigurationRecorder',
  title: 'AWS Config in a region',
  blank: {},
  events: {
    'config:PutConfigurationRecorder': { ids: inRegion, sets: ['recorder', 'allTypes'], evolve: put },
    'config:StartConfigurationRecorder': {
      ids: inRegion,
      sets: ['recorder', 'delivers'],
      // AWS starts no recorder without a delivery channel.
      evolve: (state) => ({ ...state, recorder: 'on', delivers: true }),
    },
    'config:StopConfigurationRecorder': {
      ids: inRegion,
      sets: ['recorder'],
      evolve: (state) => ({ ...state, recorder: 'stopped' }),
    },
    'config:DeleteConfigurationRecorder': {
      ids: inRegion,
      sets: ['recorder', 'allTypes'],
      evolve: (state) => ({ ...state, recorder: 'none', allTypes: false }),
    },
    'config:PutDeliveryChannel': {
      ids: inRegion,
      sets: ['delivers'],
      evolve: (state) => ({ ...state, delivers: true }),
    },
    'config:DeleteDeliveryChannel': {
      ids: inRegion,
      sets: ['delivers'],
      evolve: (state) => ({ ...state, delivers: false }),
    },
  },
});

/** A new recorder does not record yet. One that is changed goes on. */
function put(state: ConfigRecorder, { requestParameters: request }: TrailEvent): ConfigRecorder {
  const path = ['configurationRecorder', 'recordingGroup'] as const;
  const only = getText(request, ...path, 'recordingStrategy', 'useOnly');
  const allTypes = only ? only === 'ALL_SUPPORTED_RESOURCE_TYPES' : getFlag(request, ...path, 'allSupported');
  // A request without a group records everything.
  return { ...state, ...(state.recorder === 'none' ? { recorder: 'stopped' } : {}), allTypes: allTypes ?? true };
}
