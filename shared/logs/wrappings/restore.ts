import { get, getList, getText, objectOf } from '../../core/json.ts';
import { structIn } from './struct-text.ts';
import { isoOf } from './times.ts';

/** How a product stores a CloudTrail record in fields of its own. */
export interface Wrapping {
  /** With an article, for messages: `an OCSF event`. */
  readonly name: string;
  recognises(value: Readonly<Record<string, unknown>>): boolean;
  /**
   * Each field of the record, such as `userIdentity.arn`, with the paths where its value may be. The first path with a
   * value is used.
   */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Whether the product leaves out `requestParameters` where the record has none. Otherwise a missing value is lost. */
  leavesOutRequest?(value: Readonly<Record<string, unknown>>): boolean;
  /** Whether the product says that the call failed, which it may do without an error code. */
  failed?(value: Readonly<Record<string, unknown>>): boolean;
}

export interface Restored {
  readonly record: Readonly<Record<string, unknown>>;
  /** What is missing: such a record cannot be judged. */
  readonly lacks?: string;
}

/** Without these a record cannot be judged, besides the request and the account. */
const NEEDED = ['eventID', 'eventTime', 'awsRegion'];
/** Fields that are objects or lists, and that many products store as JSON text. */
const STRUCTURED = ['userIdentity', 'requestParameters', 'responseElements', 'resources', 'additionalEventData'];
/** The members of the structs of a CloudTrail table in Athena, in lower case. */
const STRUCT_KEYS = new Set(
  (
    'type principalid arn accountid accesskeyid username invokedby sessioncontext attributes mfaauthenticated ' +
    'creationdate sessionissuer ec2roledelivery webidfederationdata federatedprovider identityprovider ' +
    'sourceidentity onbehalfof userid identitystorearn credentialid inscopeof'
  ).split(' '),
);

/** The record in a value that the wrapping recognises. What the wrapping has lost is named. */
export function restore(value: Readonly<Record<string, unknown>>, wrapping: Wrapping): Restored {
  const record: Record<string, unknown> = {};
  const lacks: string[] = [];
  for (const [field, paths] of Object.entries(wrapping.fields)) {
    const found = paths.map((path) => given(get(value, ...path.split('/')))).find((each) => each !== undefined);
    if (found !== undefined) set(record, field, found);
  }
  for (const field of STRUCTURED) {
    const text = record[field];
    if (typeof text !== 'string') continue;
    const parsed = structured(text);
    if (parsed === undefined && field === 'requestParameters') lacks.push('requestParameters as JSON');
    record[field] = parsed ?? null;
  }
  if (record['resources']) record['resources'] = getList(record, 'resources').map(resourceOf);
  const isFailed = record['errorMessage'] !== undefined || wrapping.failed?.(value) === true;
  if (record['errorCode'] === undefined && isFailed) record['errorCode'] = 'unknown';
  const time = record['eventTime'];
  if (time !== undefined) record['eventTime'] = isoOf(time);
  lacks.push(...NEEDED.filter((field) => record[field] === undefined));
  const account = record['recipientAccountId'] ?? get(record, 'userIdentity', 'accountId');
  if (account === undefined || account === null) lacks.push('recipientAccountId');
  if (!('requestParameters' in record)) {
    if (wrapping.leavesOutRequest?.(value) || hasKey(value, wrapping.fields['requestParameters'] ?? []))
      record['requestParameters'] = null;
    else lacks.push('requestParameters');
  }
  return lacks.length > 0 ? { record, lacks: `${wrapping.name} lacks ${lacks.join(', ')}: export it too` } : { record };
}

/** Products write a missing value as an empty text, a dash or `null`. */
function given(value: unknown): unknown {
  return value === null || value === '' || value === '-' || value === 'null' ? undefined : value;
}

/** Whether the field is there, with an empty value. */
function hasKey(value: unknown, paths: readonly string[]): boolean {
  return paths.some((path) => get(value, ...path.split('/')) !== undefined);
}

function set(record: Record<string, unknown>, field: string, value: unknown): void {
  const [first = '', ...rest] = field.split('.');
  if (rest.length === 0) record[first] = value;
  else {
    const inner = { ...objectOf(record[first]) };
    set(inner, rest.join('.'), value);
    record[first] = inner;
  }
}

/** An element of `resources` as CloudTrail writes it. */
function resourceOf(resource: unknown): unknown {
  const first = (...paths: readonly string[]) =>
    paths.map((path) => getText(resource, ...path.split('/'))).find((text) => text !== undefined);
  return {
    ARN: first('ARN', 'uid'),
    type: first('type'),
    accountId: first('accountId', 'account_id', 'account/uid', 'owner/account/uid'),
  };
}

function structured(text: string): unknown {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' ? parsed : undefined;
  } catch {
    return structIn(text, STRUCT_KEYS);
  }
}
