import { get, getText, objectOf } from '../../core/json.ts';

type Value = Readonly<Record<string, unknown>>;

const has =
  (...names: readonly string[]) =>
  (value: Value) =>
    names.every((name) => Object.hasOwn(value, name));

/** Records and files of AWS that are not records of API calls, by their members. */
const OTHERS: readonly (readonly [name: string, matches: (value: Value) => boolean])[] = [
  ['an event of another service', (value) => getText(value, 'eventSource')?.startsWith('aws:') === true],
  ['a CloudTrail digest file', has('digestStartTime')],
  ['a notification that a log file was delivered', has('s3Bucket', 's3ObjectKey')],
  ['a GuardDuty finding', (value) => getText(value, 'service', 'serviceName') === 'guardduty'],
  ['a Security Hub finding', has('ProductArn', 'SchemaVersion')],
  ['an AWS Config item', (value) => has('configurationItem')(value) || has('configurationItems')(value)],
  ['a WAF log', has('webaclId', 'httpRequest')],
  ['a Kubernetes audit log', (value) => getText(value, 'apiVersion')?.startsWith('audit.k8s.io/') === true],
  ['a Google Cloud log', has('protoPayload')],
  ['a VPC flow log', (value) => get(value, 'interface_id') !== undefined || has('interface-id')(value)],
  ['a Route 53 query log', has('query_name', 'query_type')],
  ['an EventBridge event of another type', has('detail-type', 'detail')],
];

/** The reason for a value that nothing is known of. */
export const UNKNOWN = 'not a CloudTrail record';

/** Insights events have the category or the type of CloudTrail, and no call. They are counted with what no rule follows. */
export function isInsight(value: Value): boolean {
  return getText(value, 'eventType') === 'AwsCloudTrailInsight' || getText(value, 'eventCategory') === 'Insight';
}

/** Why a value is no CloudTrail record: what it is, if that is known. */
export function reasonOf(value: unknown): string {
  const object = objectOf(value);
  const name = object && OTHERS.find(([, matches]) => matches(object))?.[0];
  return name ? `${UNKNOWN}: ${name}` : UNKNOWN;
}
