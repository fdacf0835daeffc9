import type { CloudTrailTrail } from '../../../shared/resources/cloudtrail-trail/kind.ts';
import type { ManagementEvents } from '../../../shared/resources/cloudtrail-trail/selectors.ts';
import rule from '../../../shared/rules/cloudtrail/cloudtrail-scope-reduced.ts';
import { trailRecord } from '../../support/events.ts';
import { trails, WHOLE_TRAIL } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

/** There is no other trail. */
const ALONE = { trails: trails() };

const everything: ManagementEvents = { included: true, readWrite: 'All', excludedSources: [] };
const nothing: ManagementEvents = { included: false, readWrite: 'All', excludedSources: [] };
const without = (...excludedSources: string[]): ManagementEvents => ({ ...everything, excludedSources });
const whole: CloudTrailTrail = { multiRegion: true, globalServices: true, managementEvents: everything };

const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';
const at = (minute: number) => `2026-03-02T09:0${minute}:00Z`;
/** The answer repeats the trail as it was, old settings too. */
const old = {
  name: 'audit',
  isMultiRegionTrail: false,
  includeGlobalServiceEvents: false,
  logFileValidationEnabled: false,
  trailARN: arn,
};
const update = (minute: number, settings: object, name = 'audit') =>
  trailRecord('cloudtrail:UpdateTrail', { at: at(minute), request: { name, ...settings }, response: old });
const create = (response: object) =>
  trailRecord('cloudtrail:CreateTrail', {
    at: at(0),
    request: { name: 'audit', s3BucketName: 'audit-logs', includeGlobalServiceEvents: true },
    response: { ...old, includeGlobalServiceEvents: true, isOrganizationTrail: false, ...response },
  });
const select = (minute: number, ...eventSelectors: object[]) =>
  trailRecord('cloudtrail:PutEventSelectors', {
    at: at(minute),
    request: { trailName: 'audit', eventSelectors },
    response: { trailARN: arn, eventSelectors },
  });
const basic = (
  includeManagementEvents: boolean,
  readWriteType = 'All',
  excludeManagementEventSources: string[] = [],
) => ({
  readWriteType,
  includeManagementEvents,
  dataResources: [],
  excludeManagementEventSources,
});
const advanced = (minute: number, ...fieldSelectors: object[]) =>
  trailRecord('cloudtrail:PutEventSelectors', {
    at: at(minute),
    request: { trailName: arn, advancedEventSelectors: [{ name: 'selected', fieldSelectors }] },
  });
const remove = (minute: number) =>
  trailRecord('cloudtrail:DeleteTrail', { at: at(minute), request: { name: 'audit' } });

const SHARED = {
  trails: trails({
    reads: { ...WHOLE_TRAIL, managementEvents: { ...everything, readWrite: 'ReadOnly' } },
    writes: { ...WHOLE_TRAIL, managementEvents: { ...everything, readWrite: 'WriteOnly' } },
  }),
};

export default casesOf(rule, {
  compliant: [
    {
      name: 'a trail that records its region only now, beside two that share the work',
      neighbours: SHARED,
      state: { ...whole, multiRegion: false },
      baseline: whole,
    },
    {
      name: 'a trail without the events of a service, beside two that share the work',
      neighbours: SHARED,
      state: { ...whole, managementEvents: without('kms.amazonaws.com') },
    },
    {
      name: 'a trail for data events, beside one that records all management events',
      neighbours: { trails: trails({ whole: WHOLE_TRAIL }) },
      state: { multiRegion: true, managementEvents: nothing },
    },
    {
      name: 'two trails that share the work',
      neighbours: {
        trails: trails({ reads: { ...WHOLE_TRAIL, managementEvents: { ...everything, readWrite: 'ReadOnly' } } }),
      },
      state: { multiRegion: true, managementEvents: { ...everything, readWrite: 'WriteOnly' } },
    },
    { name: 'a trail that records everything', state: whole, baseline: whole },
    {
      name: 'a trail that was smaller from the start',
      state: { multiRegion: false, globalServices: false, managementEvents: everything },
      baseline: { multiRegion: false, globalServices: false },
    },
    { name: 'a smaller trail, first met as it is', state: { multiRegion: false, managementEvents: everything } },
    {
      name: 'a trail of data events only',
      id: 'object-access',
      state: { multiRegion: false, managementEvents: nothing },
      baseline: whole,
      options: { partialTrails: ['object-access'] },
    },
    {
      name: 'a source that may be left out',
      state: { managementEvents: without('kms.amazonaws.com') },
      options: { excludableSources: ['kms.amazonaws.com'] },
    },
  ],
  drifted: [
    {
      name: 'a trail without the events of a service, beside one that records what reads',
      neighbours: {
        trails: trails({ reads: { ...WHOLE_TRAIL, managementEvents: { ...everything, readWrite: 'ReadOnly' } } }),
      },
      state: { ...whole, managementEvents: without('kms.amazonaws.com') },
      violations: [
        { message: 'sources', path: 'managementEvents/kms.amazonaws.com', data: { source: 'kms.amazonaws.com' } },
      ],
    },
    {
      name: 'only events that write, beside a trail that does not log',
      neighbours: { trails: trails({ whole: { ...WHOLE_TRAIL, logging: false } }) },
      state: { managementEvents: { ...everything, readWrite: 'WriteOnly' } },
      violations: [{ message: 'writeOnly', path: 'managementEvents', data: {} }],
    },
    {
      name: 'no management events, nothing known from before',
      neighbours: ALONE,
      state: { managementEvents: nothing },
      violations: [{ message: 'excluded', path: 'managementEvents', data: {} }],
      plan: [{ type: 'cloudtrail.put-event-selectors', params: { before: nothing, after: everything } }],
    },
    {
      name: 'no management events, of a trail that left out a source before',
      neighbours: ALONE,
      state: { managementEvents: nothing },
      baseline: { managementEvents: without('kms.amazonaws.com') },
      options: { excludableSources: ['kms.amazonaws.com'] },
      violations: [{ message: 'excluded', path: 'managementEvents', data: {} }],
      plan: [
        {
          type: 'cloudtrail.put-event-selectors',
          params: { before: nothing, after: without('kms.amazonaws.com') },
        },
      ],
    },
    {
      name: 'only events that read, of fewer sources than before',
      neighbours: ALONE,
      state: { managementEvents: { ...without('kms.amazonaws.com', 'rdsdata.amazonaws.com'), readWrite: 'ReadOnly' } },
      baseline: { managementEvents: without('kms.amazonaws.com') },
      options: { excludableSources: ['kms.amazonaws.com'] },
      violations: [
        { message: 'readOnly', path: 'managementEvents', data: {} },
        {
          message: 'sources',
          path: 'managementEvents/rdsdata.amazonaws.com',
          data: { source: 'rdsdata.amazonaws.com' },
        },
      ],
      plan: [
        {
          type: 'cloudtrail.put-event-selectors',
          params: {
            before: { ...without('kms.amazonaws.com', 'rdsdata.amazonaws.com'), readWrite: 'ReadOnly' },
            after: without('kms.amazonaws.com'),
          },
        },
      ],
    },
    {
      name: 'only events that write, but for one source',
      neighbours: ALONE,
      state: { managementEvents: { ...without('kms.amazonaws.com'), readWrite: 'WriteOnly' } },
      options: { excludableSources: ['kms.amazonaws.com'] },
      violations: [{ message: 'writeOnly', path: 'managementEvents', data: {} }],
      plan: [
        {
          type: 'cloudtrail.put-event-selectors',
          params: {
            before: { ...without('kms.amazonaws.com'), readWrite: 'WriteOnly' },
            after: without('kms.amazonaws.com'),
          },
        },
      ],
    },
    {
      name: 'regions and global services lost',
      neighbours: ALONE,
      state: { multiRegion: false, globalServices: false },
      baseline: {},
      violations: [
        { message: 'globalServices', path: 'globalServices', data: {} },
        { message: 'multiRegion', path: 'multiRegion', data: {} },
      ],
      plan: [
        { type: 'cloudtrail.update-trail', params: { setting: 'globalServices', before: false, after: true } },
        { type: 'cloudtrail.update-trail', params: { setting: 'multiRegion', before: false, after: true } },
      ],
    },
  ],
  unknown: [{ name: 'which management events was not shown', state: { multiRegion: true }, baseline: {} }],
  events: [
    {
      name: 'a trail created small stays silent, and cannot lose what it never had',
      events: [create({}), update(1, { isMultiRegionTrail: false })],
      transitions: [],
    },
    {
      name: 'a trail created whole, reduced, put back',
      events: [
        create({ isMultiRegionTrail: true }),
        update(1, { isMultiRegionTrail: false }, arn),
        update(2, { isMultiRegionTrail: true }),
      ],
      transitions: ['opened', 'resolved'],
      resource: 'audit',
      texts: ['The trail no longer records the other regions, unless another trail records it (not known).'],
    },
    {
      name: 'an update first met: its answer repeats what was, its request convicts',
      events: [update(1, { isMultiRegionTrail: true }), update(2, { includeGlobalServiceEvents: false })],
      transitions: ['opened'],
      texts: ['The trail no longer records global services, such as IAM, unless another trail records it (not known).'],
    },
    {
      name: 'management events left out, and taken in again',
      events: [select(1, basic(false, 'ReadOnly')), select(2, basic(true))],
      transitions: ['opened', 'resolved'],
      texts: [/does not record management events/],
    },
    {
      name: 'management events of two selectors',
      events: [select(1, basic(true, 'ReadOnly'), basic(true, 'WriteOnly'))],
      transitions: [],
    },
    {
      name: 'advanced selectors: data events only, then reads only, then all but KMS, then the trail deleted',
      events: [
        advanced(
          1,
          { field: 'eventCategory', equals: ['Data'] },
          { field: 'resources.type', equals: ['AWS::S3::Object'] },
        ),
        advanced(2, { field: 'eventCategory', equals: ['Management'] }, { field: 'readOnly', equals: ['true'] }),
        advanced(
          3,
          { field: 'eventCategory', equals: ['Management'] },
          { field: 'eventSource', notEquals: ['kms.amazonaws.com'] },
        ),
        remove(4),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
      resource: 'audit',
    },
    {
      name: 'two selectors that leave out the same source',
      events: [
        select(1, basic(true, 'ReadOnly', ['kms.amazonaws.com']), basic(true, 'WriteOnly', ['kms.amazonaws.com'])),
      ],
      transitions: ['opened'],
      texts: [
        'The trail excludes the management events of kms.amazonaws.com, unless another trail records it (not known).',
      ],
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('cloudtrail:UpdateTrail', {
          request: { name: 'audit', isMultiRegionTrail: false },
          errorCode: 'AccessDenied',
        }),
      ],
      transitions: [],
    },
    {
      name: 'a setting that has nothing to do with the scope',
      events: [update(1, { enableLogFileValidation: true })],
      transitions: [],
    },
    { name: 'a request without selectors', events: [select(1)], transitions: [], unreadable: /shows no selectors/ },
  ],
});
