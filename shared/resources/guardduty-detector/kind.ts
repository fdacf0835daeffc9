import type { TrailEvent } from '../../core/event.ts';
import { getFlag, getList, getText } from '../../core/json.ts';
import { defineKind } from '../../core/kind.ts';
import { known } from '../common/named.ts';
import { inRegion } from '../common/regional.ts';

/**
 * GuardDuty in one region, which has one detector at most. The id is the region.
 * @see https://docs.aws.amazon.com/guardduty/latest/APIReference/API_GetDetector.html
 */
export interface GuarddutyDetector {
  /** `false`: it is suspended, or there is none. */
  readonly on?: boolean;
  /** The protection plans that are on, by AWS's names and in order: `S3_DATA_EVENTS`. */
  readonly plans?: readonly string[];
}

/** No real record shows these events; their shapes follow the API. */
export const guarddutyDetector = defineKind<GuarddutyDetector>()({
  name: 'guardduty-detector',
  type: 'AWS::GuardDuty::Detector',
  title: 'GuardDuty in a region',
  blank: {},
  events: {
    'guardduty:CreateDetector': { ids: inRegion, sets: ['on', 'plans'], evolve: update },
    'guardduty:UpdateDetector': { ids: inRegion, sets: ['on', 'plans'], evolve: update },
    'guardduty:DeleteDetector': { ids: inRegion, sets: ['on', 'plans'], evolve: () => ({ on: false, plans: [] }) },
  },
});

/** AWS's names of what a detector always looks at. */
const FOUNDATION = ['CLOUD_TRAIL', 'DNS_LOGS', 'FLOW_LOGS'];

export function isPlan(name: string): boolean {
  return !FOUNDATION.includes(name);
}

/** A new detector has plans that the request does not show. */
function update(state: GuarddutyDetector, { requestParameters: request }: TrailEvent): GuarddutyDetector {
  const features = getList(request, 'features').map((each) => [getText(each, 'name') ?? '', getText(each, 'status')]);
  const off = new Set(features.flatMap(([name = '', status]) => (status === 'ENABLED' ? [] : [name])));
  const on = features.flatMap(([name = '', status]) => (status === 'ENABLED' && isPlan(name) ? [name] : []));
  const plans = state.plans && [...new Set([...state.plans.filter((name) => !off.has(name)), ...on])].sort();
  return known<GuarddutyDetector>({ on: getFlag(request, 'enable') ?? state.on, plans });
}
