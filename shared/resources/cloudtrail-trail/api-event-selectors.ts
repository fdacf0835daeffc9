import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  EventSelector,
  GetEventSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';
import { Unmet } from '../../aws/failure.ts';
import type { ManagementEvents } from './selectors.ts';

type Selectors = Pick<GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'>;

/** All selectors of a trail, because the call replaces them all. Their data events stay unchanged. */
export function selectorsWith(wanted: ManagementEvents, now: Selectors): Selectors {
  const advanced = now.AdvancedEventSelectors ?? [];
  if (advanced.length > 0) return { AdvancedEventSelectors: advancedWith(wanted, advanced) };
  return { EventSelectors: basicWith(wanted, now.EventSelectors ?? []) };
}

/**
 * `ReadWriteType` of a selector also holds for its data events. So the management events are added to a selector with
 * the same type, or to a new one. A selector without data events must include management events.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html
 */
function basicWith({ included, readWrite, excludedSources }: ManagementEvents, now: readonly EventSelector[]) {
  const management = {
    ReadWriteType: readWrite,
    IncludeManagementEvents: true,
    ExcludeManagementEventSources: [...excludedSources],
  };
  const data = now
    .filter(({ DataResources }) => DataResources?.length)
    .map((selector) => ({ ...selector, IncludeManagementEvents: false, ExcludeManagementEventSources: [] }));
  if (!included) return data;
  const types = typesWith(readWrite, data);
  if (types) {
    const at = types.map((type) => data.findIndex((selector) => typeOf(selector) === type));
    return data.map((each, i) => (at.includes(i) ? { ...each, ...management, ReadWriteType: typeOf(each) } : each));
  }
  if (data.length < MOST_SELECTORS) return [...data, management];
  throw new Unmet('The trail has five event selectors, the most that CloudTrail allows, and none has room for these.');
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html */
const MOST_SELECTORS = 5;

/** The types of the selectors that can take the management events: one of the same type, or at the limit two halves. */
function typesWith(
  readWrite: ManagementEvents['readWrite'],
  data: readonly EventSelector[],
): readonly ManagementEvents['readWrite'][] | undefined {
  const has = (type: ManagementEvents['readWrite']) => data.some((selector) => typeOf(selector) === type);
  if (has(readWrite)) return [readWrite];
  const halves = ['ReadOnly', 'WriteOnly'] as const;
  return readWrite === 'All' && data.length >= MOST_SELECTORS && halves.every(has) ? halves : undefined;
}

function typeOf({ ReadWriteType = 'All' }: EventSelector): ManagementEvents['readWrite'] {
  return ReadWriteType;
}

function advancedWith(wanted: ManagementEvents, now: readonly AdvancedEventSelector[]): AdvancedEventSelector[] {
  const others = now.filter((selector) => !isManagement(selector));
  if (!wanted.included) return others;
  const name = now.find(isManagement)?.Name;
  return [{ ...(name ? { Name: name } : {}), FieldSelectors: fieldsFor(wanted) }, ...others];
}

function isManagement({ FieldSelectors = [] }: AdvancedEventSelector): boolean {
  return FieldSelectors.some(({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Management'));
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function fieldsFor({ readWrite, excludedSources }: ManagementEvents): AdvancedFieldSelector[] {
  return [
    { Field: 'eventCategory', Equals: ['Management'] },
    ...(readWrite === 'All' ? [] : [{ Field: 'readOnly', Equals: [String(readWrite === 'ReadOnly')] }]),
    ...(excludedSources.length > 0 ? [{ Field: 'eventSource', NotEquals: [...excludedSources] }] : []),
  ];
}
