import { get, getFlag, getList, getText, getTexts } from '../../core/json.ts';

/** Which management events a trail records. */
export interface ManagementEvents {
  readonly included: boolean;
  readonly readWrite: 'All' | 'ReadOnly' | 'WriteOnly';
  /** The event sources that are excluded, such as `kms.amazonaws.com`. */
  readonly excludedSources: readonly string[];
}

/** Whether a trail records what is done with the objects of all S3 buckets. */
export interface S3Objects {
  readonly reads: boolean;
  readonly writes: boolean;
}

export const NO_OBJECTS: S3Objects = { reads: false, writes: false };

/**
 * What basic and advanced selectors together record of the objects of every bucket. A selector for some buckets does not
 * count.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export function s3ObjectsIn(source: unknown): S3Objects {
  const basic = getList(source, 'eventSelectors').flatMap((selector) => {
    const every = getList(selector, 'dataResources').some(
      (each) =>
        getText(each, 'type') === 'AWS::S3::Object' &&
        getTexts(each, 'values').some((arn) => /^arn:[^:]*:s3(:::)?$/.test(arn)),
    );
    return every ? [getText(selector, 'readWriteType') ?? 'All'] : [];
  });
  const advanced = getList(source, 'advancedEventSelectors').flatMap((selector) => {
    const fields = getList(selector, 'fieldSelectors');
    const valuesOf = (name: string) =>
      fields.filter((field) => isField(field, name)).flatMap((field) => getTexts(field, 'equals'));
    const isEvery =
      valuesOf('resources.type').includes('AWS::S3::Object') &&
      fields.every((field) => EVERY_OBJECT.has(getText(field, 'field') ?? ''));
    const readOnly = valuesOf('readOnly')[0];
    return isEvery ? [readOnly === undefined ? 'All' : readOnly === 'true' ? 'ReadOnly' : 'WriteOnly'] : [];
  });
  const modes = [...basic, ...advanced];
  return {
    reads: modes.some((mode) => mode !== 'WriteOnly'),
    writes: modes.some((mode) => mode !== 'ReadOnly'),
  };
}

/** Fields that leave no bucket out. */
const EVERY_OBJECT = new Set(['eventCategory', 'resources.type', 'readOnly']);

/**
 * Reads basic selectors, which list what is included, and advanced ones, which are field conditions. `undefined`: none.
 */
export function managementEventsIn(source: unknown): ManagementEvents | undefined {
  const basic = getList(source, 'eventSelectors');
  const advanced = getList(source, 'advancedEventSelectors');
  if (advanced.length > 0) return fromAdvanced(advanced);
  return basic.length > 0 ? fromBasic(basic) : undefined;
}

export const EVERYTHING: ManagementEvents = { included: true, readWrite: 'All', excludedSources: [] };
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
