import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { getFlag, getText } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { allOf } from '../../core/neighbour.ts';
import { taggedByArn } from '../common/tagging.ts';
import { keys } from './neighbours.ts';
import {
  EVERYTHING,
  type ManagementEvents,
  managementEventsIn,
  NO_OBJECTS,
  type S3Objects,
  s3ObjectsIn,
} from './selectors.ts';

export interface CloudTrailTrail {
  readonly logging?: boolean;
  readonly multiRegion?: boolean;
  readonly globalServices?: boolean;
  readonly validation?: boolean;
  /** `null`: log files are encrypted with S3's own keys only. */
  readonly kmsKey?: string | null;
  readonly managementEvents?: ManagementEvents;
  /** The bucket that receives the log files. */
  readonly bucket?: string;
  /** The ARN of the log group in CloudWatch Logs that receives the events too. `null`: none does. */
  readonly logGroup?: string | null;
  /** Whether it records the reads and writes of the objects of all buckets. */
  readonly s3Objects?: S3Objects;
  /** Why CloudTrail cannot deliver log files to a bucket, such as `AccessDenied`. Left out: no failure is known. */
  readonly deliveryFailure?: { readonly bucket: string; readonly error: string };
}

const tagged = taggedByArn('resourceId', 'trail/');

const alone = defineKind<CloudTrailTrail>()({
  name: 'cloudtrail-trail',
  type: 'AWS::CloudTrail::Trail',
  title: 'CloudTrail trail',
  blank: {},
  arn: (ref) => arnOf('cloudtrail', ref, `trail/${ref.id}`),
  tagging: { 'cloudtrail:AddTags': tagged, 'cloudtrail:RemoveTags': tagged },
  events: {
    'cloudtrail:CreateTrail': { ids: trail, creates: true, evolve: begin },
    'cloudtrail:UpdateTrail': {
      ids: trail,
      sets: ['multiRegion', 'globalServices', 'validation', 'kmsKey', 'bucket', 'logGroup'],
      showsMore: true,
      evolve: update,
    },
    'cloudtrail:StartLogging': { ids: trail, sets: ['logging'], evolve: (known) => ({ ...known, logging: true }) },
    'cloudtrail:StopLogging': { ids: trail, sets: ['logging'], evolve: (known) => ({ ...known, logging: false }) },
    'cloudtrail:PutEventSelectors': { ids: trail, sets: ['managementEvents', 's3Objects'], evolve: select },
    'cloudtrail:DeleteTrail': { ids: trail, evolve: () => GONE },
  },
});

export const cloudtrailTrail = defineKind<CloudTrailTrail>()({
  ...alone,
  neighbours: {
    /** Trails can share the work of recording an account. */
    trails: allOf(alone, ['logging', 'multiRegion', 'globalServices', 'managementEvents', 'bucket', 'deliveryFailure']),
    keys,
  },
});

/** Calls name a trail by its name or its ARN. The id is the name. */
function trail(event: TrailEvent): string[] {
  const given = getText(event.requestParameters, 'name') ?? getText(event.requestParameters, 'trailName');
  if (!given) throw new UnreadableEvent(`${event.eventName} names no trail`);
  return [given.replace(/^arn:.*:trail\//, '')];
}

/** The response shows every setting. A new trail records all management events, and none until `StartLogging`. */
function begin(known: CloudTrailTrail, event: TrailEvent): CloudTrailTrail {
  const settings = { ...settingsIn(event.responseElements), ...settingsIn(event.requestParameters) };
  return { ...known, kmsKey: null, managementEvents: EVERYTHING, logGroup: null, s3Objects: NO_OBJECTS, ...settings };
}

/**
 * The request shows what was set. The response shows all settings, also unchanged ones: of these, the key of a trail
 * whose key is not known.
 */
function update(known: CloudTrailTrail, event: TrailEvent): CloudTrailTrail {
  const { kmsKey } = settingsIn(event.responseElements);
  return { ...(kmsKey ? { kmsKey } : {}), ...known, ...settingsIn(event.requestParameters) };
}

function settingsIn(source: unknown): CloudTrailTrail {
  const multiRegion = getFlag(source, 'isMultiRegionTrail');
  const globalServices = getFlag(source, 'includeGlobalServiceEvents');
  const validation = getFlag(source, 'enableLogFileValidation') ?? getFlag(source, 'logFileValidationEnabled');
  const kmsKey = getText(source, 'kmsKeyId');
  const bucket = getText(source, 's3BucketName');
  const logGroup = getText(source, 'cloudWatchLogsLogGroupArn');
  return {
    ...(logGroup === undefined ? {} : { logGroup: logGroup || null }),
    ...(multiRegion === undefined ? {} : { multiRegion }),
    ...(globalServices === undefined ? {} : { globalServices }),
    ...(validation === undefined ? {} : { validation }),
    // An empty key id removes the key.
    ...(kmsKey === undefined ? {} : { kmsKey: kmsKey || null }),
    ...(bucket ? { bucket } : {}),
  };
}

function select(known: CloudTrailTrail, event: TrailEvent): CloudTrailTrail {
  const managementEvents = managementEventsIn(event.requestParameters);
  if (!managementEvents) throw new UnreadableEvent('PutEventSelectors shows no selectors');
  return { ...known, managementEvents, s3Objects: s3ObjectsIn(event.requestParameters) };
}
