import { arnOf } from '../../core/arn.ts';
import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { get, getFlag, getList, getText, getTexts } from '../../core/json.ts';
import { defineKind, GONE } from '../../core/kind.ts';
import { allOf } from '../../core/neighbour.ts';
import { taggedByArn } from '../common/tagging.ts';
import { keys } from './neighbours.ts';

/** Which management events a trail records. */
export interface ManagementEvents {
  readonly included: boolean;
  readonly readWrite: 'All' | 'ReadOnly' | 'WriteOnly';
  /** The event sources that are excluded, such as `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[];
}

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
      sets: ['multiRegion', 'globalServices', 'validation', 'kmsKey', 'bucket'],
      showsMore: true,
      evolve: update,
    },
    'cloudtrail:StartLogging': { ids: trail, sets: ['logging'], evolve: (known) => ({ ...known, logging: true }) },
    'cloudtrail:StopLogging': { ids: trail, sets: ['logging'], evolve: (known) => ({ ...known, logging: false }) },
    'cloudtrail:PutEventSelectors': { ids: trail, sets: ['managementEvents'], evolve: select },
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
  return { ...known, kmsKey: null, managementEvents: EVERYTHING, ...settings };
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
  return {
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
  return { ...known, managementEvents };
}

/**
 * Reads basic selectors, which list what is included, and advanced ones, which are field conditions. `undefined`: none.
 */
export function managementEventsIn(source: unknown): ManagementEvents | undefined {
  const basic = getList(source, 'eventSelectors');
  const advanced = getList(source, 'advancedEventSelectors');
  if (advanced.length > 0) return fromAdvanced(advanced);
  return basic.length > 0 ? fromBasic(basic) : undefined;
}

const EVERYTHING: ManagementEvents = { included: true, readWrite: 'All', excludedSources: [] };
const NONE: ManagementEvents = { included: false, readWrite: 'All', excludedSources: [] };

function fromBasic(selectors: readonly unknown[]): ManagementEvents {
  const including = selectors.filter((selector) => getFlag(selector, 'includeManagementEvents') !== false);
  if (including.length === 0) return NONE;
  const modes = new Set(including.map((selector) => getText(selector, 'readWriteType') ?? 'All'));
  const both = modes.has('All') || (modes.has('ReadOnly') && modes.has('WriteOnly'));
  const excludedSources = inEvery(including.map((selector) => getTexts(selector, 'excludeManagementEventSources')));
  return {
    included: true,
    readWrite: both ? 'All' : modes.has('ReadOnly') ? 'ReadOnly' : 'WriteOnly',
    excludedSources,
  };
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html */
function fromAdvanced(selectors: readonly unknown[]): ManagementEvents {
  const management = selectors
    .map((selector) => getList(selector, 'fieldSelectors'))
    .filter((fields) =>
      fields.some((field) => isField(field, 'eventCategory') && getTexts(field, 'equals').includes('Management')),
    );
  if (management.length === 0) return NONE;
  const readOnly = management.map(
    (fields) =>
      getTexts(
        fields.find((field) => isField(field, 'readOnly')),
        'equals',
      )[0],
  );
  const both = readOnly.includes(undefined) || (readOnly.includes('true') && readOnly.includes('false'));
  const excludedSources = inEvery(
    management.map((fields) =>
      fields.filter((field) => isField(field, 'eventSource')).flatMap((field) => getTexts(field, 'notEquals')),
    ),
  );
  return {
    included: true,
    readWrite: both ? 'All' : readOnly.includes('true') ? 'ReadOnly' : 'WriteOnly',
    excludedSources,
  };
}

/** A source is excluded only if every selector excludes it: another selector can record it. */
function inEvery([first = [], ...others]: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(first)].filter((source) => others.every((list) => list.includes(source)));
}

function isField(field: unknown, name: string): boolean {
  return get(field, 'field') === name;
}
