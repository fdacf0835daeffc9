import { get, getText, objectOf, parsedObject } from './json.ts';

/**
 * The fields of a CloudTrail record that Plumbline uses.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export interface TrailEvent {
  readonly eventID: string;
  /** Milliseconds since 1970. The resolution of CloudTrail is one second. */
  readonly time: number;
  readonly eventSource: string;
  readonly eventName: string;
  readonly awsRegion: string;
  /** The affected account: `recipientAccountId`, not the account of the caller. */
  readonly account: string;
  /** Set when the call failed. A failed call changed nothing. */
  readonly errorCode?: string;
  readonly userIdentity: unknown;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  /**
   * The ARNs of the resources that the call affected. Only some services list them. Service events show nothing else.
   */
  readonly resources?: unknown;
  /** Only of service events, of which some name their resource here alone. */
  readonly additionalEventData?: unknown;
  /** Set where the record is not of a call or of an action of AWS. It changed nothing, and no kind follows it. */
  readonly onlySeen?: SeenBy;
}

/** A VPC endpoint through which a call of any account went, or a statistic about calls. */
type SeenBy = 'vpc-endpoint' | 'insight';

/** `ec2:AuthorizeSecurityGroupIngress`: the service of `eventSource`, then `eventName` without an API date. */
export type EventId = `${string}:${string}`;

/** A record does not show what is needed of it. It is counted, and the reason is reported. */
export class UnreadableEvent extends Error {
  override readonly name = 'UnreadableEvent';
}

/** Names of Lambda events end with an API date and sometimes a version: `AddPermission20150331v2`. */
export function eventIdOf(eventSource: string, eventName: string): EventId {
  const service = eventSource.replace(/\.amazonaws\.com(\.cn)?$/, '');
  return `${service}:${service === 'lambda' ? eventName.replace(/\d{8}(v\d+)?$/, '') : eventName}`;
}

/** Ids are cached: there are a few hundred, and each event's id is needed several times. */
const ids = new Map<string, Map<string, EventId>>();

export function eventId({ eventSource, eventName, onlySeen }: TrailEvent): EventId {
  if (onlySeen) return `${onlySeen}:${eventName}`;
  let names = ids.get(eventSource);
  if (!names) ids.set(eventSource, (names = new Map<string, EventId>()));
  let id = names.get(eventName);
  if (id === undefined) names.set(eventName, (id = eventIdOf(eventSource, eventName)));
  return id;
}

/** Fields that the envelope of an EventBridge event or a log group supplies where the record lacks them. */
export interface Envelope {
  readonly account?: string;
  readonly region?: string;
}

/**
 * Decodes a CloudTrail record.
 * @throws {UnreadableEvent} that names the missing or wrong field.
 */
export function decodeEvent(record: unknown, envelope: Envelope = {}): TrailEvent {
  const object = objectOf(record);
  if (!object) throw new UnreadableEvent('the record is not a JSON object');
  const errorCode = getText(object, 'errorCode');
  const sourceIPAddress = getText(object, 'sourceIPAddress');
  const userAgent = getText(object, 'userAgent');
  const onlySeen = seenBy(object);
  return {
    eventID: required(object, 'eventID'),
    time: timeOf(required(object, 'eventTime')),
    eventSource: required(object, 'eventSource'),
    eventName: required(object, 'eventName'),
    awsRegion: getText(object, 'awsRegion') || envelope.region || required(object, 'awsRegion'),
    account:
      getText(object, 'recipientAccountId') ||
      envelope.account ||
      getText(object, 'userIdentity', 'accountId') ||
      required(object, 'recipientAccountId'),
    ...(errorCode ? { errorCode } : {}),
    userIdentity: object['userIdentity'],
    ...(sourceIPAddress ? { sourceIPAddress } : {}),
    ...(userAgent ? { userAgent } : {}),
    requestParameters: unpacked(object, 'requestParameters'),
    responseElements: unpacked(object, 'responseElements'),
    ...(object['resources'] ? { resources: object['resources'] } : {}),
    ...(object['eventType'] === 'AwsServiceEvent' && object['additionalEventData']
      ? { additionalEventData: unpacked(object, 'additionalEventData') }
      : {}),
    ...(onlySeen ? { onlySeen } : {}),
  };
}

/**
 * Records of network activity have the name of a call, also of a call in another account: the recipient owns only the
 * endpoint. CloudTrail records the call itself in the account that it was made in.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-network-events-with-cloudtrail.html
 */
function seenBy(record: Readonly<Record<string, unknown>>): SeenBy | undefined {
  const kinds = [getText(record, 'eventCategory'), getText(record, 'eventType')];
  if (kinds.includes('NetworkActivity') || kinds.includes('AwsVpceEvent')) return 'vpc-endpoint';
  return kinds.includes('Insight') || kinds.includes('AwsCloudTrailInsight') ? 'insight' : undefined;
}

/** CloudTrail writes an object or `null`. Other programs that store records write it as JSON text. */
function unpacked(record: Readonly<Record<string, unknown>>, field: string): unknown {
  const value = record[field];
  if (typeof value !== 'string') return value;
  if (value === '' || value === 'null') return null;
  const object = parsedObject(value);
  if (typeof object === 'string') throw new UnreadableEvent(`${field} is a text that is not JSON`);
  return object;
}

function required(record: Readonly<Record<string, unknown>>, field: string): string {
  const text = getText(record, field);
  if (!text) throw new UnreadableEvent(`the record has no ${field}`);
  return text;
}

/**
 * CloudTrail always writes ISO 8601 in UTC. Products that store records write the time since 1970, from seconds to
 * nanoseconds, or leave out the `T` and the time zone.
 */
function timeOf(text: string): number {
  const iso = text
    .trim()
    .replace(/ ?UTC$/, 'Z')
    .replace(/ (?=[Z+-])/, '')
    .replace(' ', 'T');
  const time = /^\d{9,19}(\.\d+)?$/.test(iso)
    ? sinceEpoch(Number(iso))
    : Date.parse(/(Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  if (!(time >= 0 && time < LATEST)) throw new UnreadableEvent(`eventTime "${text.slice(0, 40)}" is not a time`);
  return time;
}

/** The year 5138: as seconds it is the limit between seconds and milliseconds, and no event is later. */
const LATEST_SECONDS = 1e11;
const LATEST = LATEST_SECONDS * 1000;

/** Milliseconds since 1970, from a number of seconds, milliseconds, microseconds or nanoseconds. */
function sinceEpoch(number: number): number {
  if (number < LATEST_SECONDS) return Math.round(number * 1000);
  let time = number;
  while (time >= LATEST) time /= 1000;
  return Math.floor(time);
}

/**
 * CloudTrail replaces an oversized field by `{ "omitted": true }`. Such an event does not show what changed.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function isOmitted(event: TrailEvent): boolean {
  return get(event.requestParameters, 'omitted') === true;
}

/**
 * Orders events by time. The resolution of CloudTrail is one second. Within one second, creations come before changes
 * and changes before deletions; then the id decides, so that every run has the same order. In edited samples several
 * records can have one id: they are one event only if their names are equal, too.
 */
export function compareEvents(a: OrderedEvent, b: OrderedEvent): number {
  return (
    a.time - b.time ||
    (a.eventName === b.eventName ? 0 : phaseOf(a.eventName) - phaseOf(b.eventName)) ||
    compareText(a.eventID, b.eventID) ||
    compareText(a.eventName, b.eventName)
  );
}

export type OrderedEvent = Pick<TrailEvent, 'time' | 'eventName' | 'eventID'>;

/** These calls create a part of a resource that exists already. */
const PARTS = new Set([
  'CreateRoute',
  'CreateFlowLogs',
  'CreateClientVpnRoute',
  'CreatePolicyVersion',
  'CreateTags',
  'ImportKeyMaterial',
]);

const phases = new Map<string, number>();

function phaseOf(eventName: string): number {
  let phase = phases.get(eventName);
  if (phase === undefined) {
    phase = findPhase(eventName);
    phases.set(eventName, phase);
  }
  return phase;
}

function findPhase(eventName: string): number {
  if (PARTS.has(eventName)) return 1;
  if (/^(Create|Run|Register|Restore|Allocate|Import)/.test(eventName)) return 0;
  if (/^(Revoke|Remove|Detach|Disassociate|Stop)/.test(eventName)) return 2;
  return /^(Delete|Deregister|Terminate)/.test(eventName) ? 3 : 1;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
