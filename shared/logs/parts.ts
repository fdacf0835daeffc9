import type { Envelope } from '../core/event.ts';
import { getText, objectOf } from '../core/json.ts';
import { rowOfColumns, rowsIn } from './tables.ts';
import { type Budget, valuesIn } from './texts.ts';
import { columns, hasEventName, spelled } from './wrappings/columns.ts';
import { elastic } from './wrappings/elastic.ts';
import { ocsf } from './wrappings/ocsf.ts';
import { isInsight, reasonOf, UNKNOWN } from './wrappings/other-records.ts';
import { type Restored, restore } from './wrappings/restore.ts';

type Value = Readonly<Record<string, unknown>>;

/** A record in a value. */
export interface FoundRecord {
  readonly record: Value;
  readonly envelope: Envelope;
  /** What the product that stored the record has lost, so that it cannot be judged. */
  readonly lacks?: string;
}

/** A part of a value that is no record of a call: the reason, or `INSIGHT`. */
export interface OtherPart {
  readonly other: string;
}

/** An event of CloudTrail Insights, which no rule follows. */
export const INSIGHT = 'an event of CloudTrail Insights';

export type Part = FoundRecord | OtherPart;

/** Members that list records or messages; an empty list has nothing to count. */
const LISTS = [
  'Records',
  'records',
  'logEvents',
  'events',
  'Events',
  'Messages',
  'messages',
  'results',
  'result',
  'QueryResultRows',
  'hits',
  'tables',
  'data',
];
/** Where products keep the original text of a record beside fields of their own. In small letters. */
const ORIGINALS = new Set([
  '_raw',
  '@message',
  'message',
  'original',
  'event',
  'event.original',
  'raw',
  'raw_data',
  'raweventdata',
  'rawdata',
  'cloudtrailevent',
  'eventjson',
  '_source',
]);
/** Levels of objects, lists and texts. The records of Lambda events are below ten of them. */
const DEEPEST = 24;

interface Search {
  readonly envelope: Envelope;
  readonly depth: number;
  readonly budget: Budget;
  /** Whether the value is an element of a list. */
  readonly isRow?: boolean;
}

/**
 * The CloudTrail records in a JSON value, however they are wrapped: in lists, members, texts and packed texts. Each part
 * of a list is counted once: as a record, or as something else. An empty list has no parts.
 */
export function partsOf(value: unknown): readonly Part[] {
  const object = objectOf(value);
  // Nearly all values are records, so this saves time.
  if (object && isWhole(object)) return [{ record: object, envelope: {} }];
  return partsIn(value, { envelope: {}, depth: 0, budget: { unpacked: 0 } });
}

function partsIn(value: unknown, search: Search): readonly Part[] {
  if (search.depth > DEEPEST) return [{ other: 'a value that is nested too deeply' }];
  const inner: Search = { ...search, depth: search.depth + 1, isRow: false };
  if (Array.isArray(value)) {
    const row = rowOfColumns(value);
    if (row) return inObject(row, inner);
    const parts = value.map((item) => partsIn(item, { ...inner, isRow: true }));
    // In a list of rows, the other cells of a row are no records, such as the time.
    const hasRecord = parts.some((each) => each.some(isKept));
    return parts.filter((_, index) => !(search.isRow && hasRecord && isCell(value[index]))).flat();
  }
  if (typeof value === 'string') {
    const found = valuesIn(value, search.budget);
    if (!found) return [{ other: reasonOf(value) }];
    const damaged = Array.from({ length: found.damaged }, () => ({ other: 'a text that is not JSON' }));
    return [...found.values.flatMap((each) => partsIn(each, inner)), ...damaged];
  }
  const object = objectOf(value);
  return object ? inObject(object, inner) : [{ other: reasonOf(value) }];
}

function inObject(object: Value, search: Search): readonly Part[] {
  if (isWhole(object)) return [{ record: object, envelope: search.envelope }];
  if (isInsight(object)) return [{ other: INSIGHT }];
  const restored = restoredIn(object);
  const within = { ...search, envelope: { ...search.envelope, ...envelopeOf(object) } };
  const rows = restored ? undefined : rowsIn(object);
  if (rows) return rows.flatMap((row) => inObject(row, within));
  // What somebody sent to AWS may look like a record, so the request of a record is not searched.
  const members = Object.entries(object).filter(([name]) => !restored || ORIGINALS.has(name.toLowerCase()));
  const found: Part[] = [];
  let other = reasonOf(object);
  for (const [, member] of members) {
    if (typeof member !== 'string' && typeof member !== 'object') continue;
    const parts = partsIn(member, within);
    if (parts.some(isKept)) found.push(...unseen(parts, found));
    if (other === UNKNOWN) other = reasonIn(parts) ?? UNKNOWN;
  }
  if (found.length > 0) return found;
  if (restored) return [{ envelope: search.envelope, ...restored }];
  const list = other === UNKNOWN ? LISTS.find((name) => Array.isArray(object[name])) : undefined;
  return list === undefined ? [{ other }] : partsIn(object[list], within);
}

/** Whether a value can be neither an object nor a text of one. */
function isCell(value: unknown): boolean {
  return typeof value === 'string' ? !/^\s*["[{]/.test(value) : typeof value !== 'object' || value === null;
}

/** A record with CloudTrail's own names. Events of Lambda have some of them, and a source such as `aws:kinesis`. */
function isWhole(object: Value): boolean {
  const source = object['eventSource'];
  if (typeof source !== 'string' || source.startsWith('aws:') || typeof object['eventName'] !== 'string') return false;
  const request = object['requestParameters'];
  return objectOf(object['userIdentity']) !== undefined || (request !== undefined && typeof request !== 'string');
}

function restoredIn(object: Value): Restored | undefined {
  if (getText(object, 'eventSource')?.startsWith('aws:')) return undefined;
  for (const wrapping of [ocsf, elastic]) if (wrapping.recognises(object)) return restore(object, wrapping);
  if (!hasEventName(object)) return undefined;
  const row = spelled(object);
  return columns.recognises(row) ? restore(row, columns) : undefined;
}

/** EventBridge names the account and region, which some records lack. */
function envelopeOf(object: Value): Envelope {
  if (!('detail' in object && 'detail-type' in object)) return {};
  const [account, region] = [getText(object, 'account'), getText(object, 'region')];
  return { ...(account ? { account } : {}), ...(region ? { region } : {}) };
}

/** The name of something that is known, in a part of a wrapper. */
function reasonIn(parts: readonly Part[]): string | undefined {
  return parts.map((part) => ('other' in part ? part.other : '')).find((other) => other.startsWith(`${UNKNOWN}:`));
}

/** What a wrapper contains, rather than is: a record, or an event of CloudTrail Insights. */
function isKept(part: Part): boolean {
  return isRecord(part) || part.other === INSIGHT;
}

function isRecord(part: Part): part is FoundRecord {
  return 'record' in part;
}

/** Without the records that another member of the same object has: products keep a record as text and as fields. */
function unseen(parts: readonly Part[], found: readonly Part[]): readonly Part[] {
  if (found.length === 0) return parts;
  const seen = new Set(found.map(keyOf));
  return parts.filter((part) => !isRecord(part) || !seen.has(keyOf(part)));
}

function keyOf(part: Part): string {
  return isRecord(part) ? `${getText(part.record, 'eventID')} ${getText(part.record, 'eventName')}` : '';
}
