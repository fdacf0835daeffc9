import rule from '../../../shared/rules/cloudtrail/cloudtrail-evidence-weakened.ts';
import { trailRecord } from '../../support/events.ts';
import { casesOf } from '../../support/rule-cases.ts';

const logGroup = 'arn:aws:logs:eu-west-1:111122223333:log-group:audit:*';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`cloudtrail:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const create = (settings: object) =>
  call(
    'CreateTrail',
    0,
    { name: 'audit', s3BucketName: 'audit-logs', ...settings },
    { response: { name: 'audit', logFileValidationEnabled: false } },
  );
const update = (minute: number, settings: object, parts: object = {}) =>
  call('UpdateTrail', minute, { name: 'audit', ...settings }, parts);
const select = (minute: number, ...eventSelectors: object[]) =>
  call('PutEventSelectors', minute, { trailName: 'audit', eventSelectors });
const objects = (readWriteType: string, value = 'arn:aws:s3') => ({
  readWriteType,
  includeManagementEvents: true,
  dataResources: [{ type: 'AWS::S3::Object', values: [value] }],
});
const right = { validation: true, logGroup, s3Objects: { reads: true, writes: true } };
const validation = { message: 'validation', path: 'validation', data: {} } as const;
const object = (what: 'reads' | 'writes') => ({ message: 'objects', path: what, data: { what } }) as const;

export default casesOf(rule, {
  compliant: [
    { name: 'it signs, delivers and records everything', state: right, baseline: right },
    {
      name: 'it never delivered to CloudWatch and recorded no objects',
      state: { ...right, logGroup: null, s3Objects: { reads: false, writes: false } },
    },
  ],
  drifted: [
    {
      name: 'it signs nothing',
      state: { ...right, validation: false },
      violations: [validation],
      plan: [{ type: 'cloudtrail.update-trail', params: { setting: 'validation', before: false, after: true } }],
    },
    {
      name: 'it no longer delivers to CloudWatch',
      baseline: right,
      state: { ...right, logGroup: null },
      violations: [{ message: 'logGroup', path: 'logGroup', data: {} }],
      cannot: /needs a role/,
    },
    {
      name: 'it has to deliver to CloudWatch',
      id: 'audit',
      options: { logGroupTrails: ['audit'] },
      state: { ...right, logGroup: null },
      violations: [{ message: 'logGroup', path: 'logGroup', data: {} }],
      cannot: /needs a role/,
    },
    {
      name: 'it records no reads of objects any more',
      baseline: right,
      state: { ...right, s3Objects: { reads: false, writes: true } },
      violations: [object('reads')],
      cannot: /cost money/,
    },
    {
      name: 'it has to record objects',
      id: 'audit',
      options: { objectTrails: ['audit'] },
      state: { ...right, s3Objects: { reads: false, writes: false } },
      violations: [object('reads'), object('writes')],
      cannot: /cost money/,
    },
  ],
  unknown: [{ name: 'no event showed anything', state: {} }],
  events: [
    {
      name: 'a new trail signs nothing, then signs',
      events: [create({}), update(1, { enableLogFileValidation: true })],
      transitions: ['opened', 'resolved'],
      resource: 'audit',
    },
    {
      name: 'the log group and the data events go and come back',
      events: [
        create({ enableLogFileValidation: true, cloudWatchLogsLogGroupArn: logGroup }),
        select(1, objects('All')),
        select(2, objects('WriteOnly')),
        update(3, { cloudWatchLogsLogGroupArn: '' }),
        update(4, { cloudWatchLogsLogGroupArn: logGroup }),
        select(5, objects('WriteOnly'), objects('ReadOnly')),
      ],
      transitions: ['opened', 'changed', 'changed', 'resolved'],
    },
    {
      name: 'data events of one bucket do not count; the trail is deleted',
      events: [
        create({ enableLogFileValidation: true }),
        select(1, objects('All')),
        select(2, objects('All', 'arn:aws:s3:::orders/')),
        call('DeleteTrail', 3, { name: 'audit' }),
      ],
      transitions: ['opened', 'resolved'],
    },
    {
      name: 'a refused call',
      events: [update(0, { enableLogFileValidation: false }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
  ],
});
