import rule from '../../../shared/rules/cloudtrail/cloudtrail-stopped-or-deleted.ts';
import { trailRecord } from '../../support/events.ts';
import { trails, WHOLE_TRAIL } from '../../support/neighbours.ts';
import { casesOf } from '../../support/rule-cases.ts';

/** There is no other trail. */
const ALONE = { trails: trails() };

const recording = (readWrite: 'ReadOnly' | 'WriteOnly') => ({
  ...WHOLE_TRAIL,
  managementEvents: { included: true, readWrite, excludedSources: [] },
});

const call = (name: string, at: string, trail = 'audit') =>
  trailRecord(`cloudtrail:${name}`, { at, request: { name: trail } });
const arn = 'arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit';

export default casesOf(rule, {
  compliant: [
    { name: 'a trail that logs', state: { logging: true } },
    {
      name: 'a temporary trail, stopped',
      id: 'drill',
      state: { logging: false },
      options: { temporaryTrails: ['drill'] },
    },
  ],
  drifted: [
    {
      name: 'a trail that has stopped beside one that records everything',
      neighbours: { trails: trails({ whole: WHOLE_TRAIL }) },
      state: { logging: false, multiRegion: true },
      violations: [{ message: 'stoppedBeside', path: 'logging', data: {} }],
      plan: [{ type: 'cloudtrail.start-logging', params: {} }],
    },
    {
      name: 'a trail of read events that has stopped beside one of write events: changes are recorded',
      neighbours: { trails: trails({ writes: recording('WriteOnly') }) },
      state: { logging: false, multiRegion: true },
      violations: [{ message: 'stoppedBeside', path: 'logging', data: {} }],
    },
    {
      name: 'a trail that has stopped beside one that cannot deliver its log files',
      neighbours: {
        trails: trails({
          failing: { ...WHOLE_TRAIL, bucket: 'logs', deliveryFailure: { bucket: 'logs', error: 'AccessDenied' } },
        }),
      },
      state: { logging: false, multiRegion: true },
      violations: [{ message: 'stopped', path: 'logging', data: {} }],
    },
    {
      name: 'a trail that has stopped beside one of read events',
      neighbours: { trails: trails({ reads: recording('ReadOnly') }) },
      state: { logging: false, multiRegion: true },
      violations: [{ message: 'stopped', path: 'logging', data: {} }],
    },
    {
      name: 'a trail that has stopped',
      neighbours: ALONE,
      state: { logging: false },
      violations: [{ message: 'stopped', path: 'logging', data: {} }],
      plan: [{ type: 'cloudtrail.start-logging', params: {} }],
    },
  ],
  unknown: [{ name: 'no event showed whether it logs', state: {} }],
  events: [
    {
      name: 'stopped, by ARN, and started again',
      events: [call('StopLogging', '2026-03-02T09:00:00Z', arn), call('StartLogging', '2026-03-02T09:04:00Z')],
      transitions: ['opened', 'resolved'],
      resource: 'audit',
    },
    {
      name: 'stopped, then deleted, then created anew',
      events: [
        call('StopLogging', '2026-03-02T09:00:00Z'),
        call('DeleteTrail', '2026-03-02T09:01:00Z'),
        call('CreateTrail', '2026-03-02T09:30:00Z'),
        call('StartLogging', '2026-03-02T09:30:01Z'),
      ],
      transitions: ['opened', 'changed', 'resolved'],
    },
    {
      name: 'stopped, and made smaller: it is still stopped',
      events: [
        call('StopLogging', '2026-03-02T09:00:00Z'),
        trailRecord('cloudtrail:UpdateTrail', {
          at: '2026-03-02T09:01:00Z',
          request: { name: 'audit', s3BucketName: 'elsewhere', isMultiRegionTrail: false },
        }),
      ],
      transitions: ['opened'],
    },
    {
      name: 'deleted beside a trail that records everything',
      events: [
        trailRecord('cloudtrail:CreateTrail', {
          at: '2026-03-02T08:00:00Z',
          request: { name: 'whole', s3BucketName: 'logs', isMultiRegionTrail: true, includeGlobalServiceEvents: true },
        }),
        call('StartLogging', '2026-03-02T08:00:01Z', 'whole'),
        call('DeleteTrail', '2026-03-02T09:01:00Z'),
      ],
      transitions: ['opened'],
      texts: ['The trail was deleted. Another trail records the changes in this account.'],
    },
    {
      name: 'a trail of one region deleted beside another of that region',
      events: ['audit', 'second'].flatMap((name) => [
        trailRecord('cloudtrail:CreateTrail', {
          at: '2026-03-02T08:00:00Z',
          request: { name, s3BucketName: 'logs', isMultiRegionTrail: false },
        }),
        call('StartLogging', '2026-03-02T08:00:01Z', name),
        ...(name === 'audit' ? [call('DeleteTrail', '2026-03-02T09:01:00Z')] : []),
      ]),
      transitions: ['opened'],
      resource: 'audit',
      texts: ['The trail was deleted. Another trail records the changes in this account.'],
    },
    {
      name: 'a trail of every region deleted beside one of this region',
      events: ['audit', 'second'].flatMap((name) => [
        trailRecord('cloudtrail:CreateTrail', {
          at: '2026-03-02T08:00:00Z',
          request: { name, s3BucketName: 'logs', isMultiRegionTrail: name === 'audit' },
        }),
        call('StartLogging', '2026-03-02T08:00:01Z', name),
        ...(name === 'audit' ? [call('DeleteTrail', '2026-03-02T09:01:00Z')] : []),
      ]),
      transitions: ['opened'],
      resource: 'audit',
      texts: [/changes in this account are not recorded/],
    },
    {
      name: 'deleted',
      events: [call('DeleteTrail', '2026-03-02T09:01:00Z')],
      transitions: ['opened'],
      texts: [/^The trail was deleted/],
    },
    {
      name: 'a new trail does not log yet',
      events: [call('CreateTrail', '2026-03-02T09:00:00Z')],
      transitions: [],
      doubt: /No event showed/,
    },
    {
      name: 'a refused call',
      events: [
        trailRecord('cloudtrail:StopLogging', { request: { name: 'audit' }, errorCode: 'AccessDeniedException' }),
      ],
      transitions: [],
    },
    {
      name: 'a call that names no trail',
      events: [trailRecord('cloudtrail:StopLogging')],
      transitions: [],
      unreadable: /names no trail/,
    },
  ],
});
