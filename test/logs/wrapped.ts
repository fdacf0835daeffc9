import { gzipSync } from 'node:zlib';
import type { TrailRecord } from '../support/events.ts';

type Wrap = (records: readonly TrailRecord[]) => string | Buffer;

const json = (value: unknown) => JSON.stringify(value);
const lines = (values: readonly unknown[]) => values.map((value) => `${json(value)}\n`).join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
export const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

const bridge = (record: TrailRecord) => ({
  version: '0',
  id: '11111111-2222-4333-8444-555555555555',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.ec2',
  account: '111122223333',
  time: '2026-03-02T09:00:00Z',
  region: 'eu-west-1',
  resources: [],
  detail: record,
});
const sns = (record: TrailRecord) => ({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: 'arn:aws:sns:eu-west-1:111122223333:trail',
  Message: json(bridge(record)),
  Timestamp: '2026-03-02T09:00:00.000Z',
  SignatureVersion: '1',
});
const sqs = (body: string) => ({
  MessageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
  ReceiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...',
  MD5OfBody: 'e4e68fb7bd0e697a0ae8f1bb342846b3',
  Body: body,
});
const lambda = (body: string) => ({
  messageId: '059f36b4-87a3-44ab-83d2-661975830a7d',
  receiptHandle: 'AQEBwJnKyrHigUMZj6rYigCgxlaS3SLy0a...',
  body,
  attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1545082649183' },
  messageAttributes: {},
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:eu-west-1:111122223333:changes',
  awsRegion: 'eu-west-1',
});
const subscription = (records: readonly TrailRecord[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'trail',
  logStream: '111122223333_CloudTrail_eu-west-1',
  subscriptionFilters: ['all'],
  logEvents: records.map((record, index) => ({ id: `${index}`, timestamp: 1, message: json(record) })),
});
const kinesis = (record: TrailRecord) => ({
  kinesis: { kinesisSchemaVersion: '1.0', partitionKey: '1', data: base64(json(record)) },
  eventSource: 'aws:kinesis',
  eventVersion: '1.0',
  eventID: 'shardId-000000000006:49590338271490256608559692538361571095921575989136588898',
  eventName: 'aws:kinesis:record',
  invokeIdentityArn: 'arn:aws:iam::111122223333:role/lambda',
  awsRegion: 'eu-west-1',
});
const packed = (value: unknown) => gzipSync(json(value)).toString('base64');

/** Where people find whole records. The names are those of docs/log-formats.md. */
export const WHOLE: Readonly<Record<string, Wrap>> = {
  'SQS messages': (all) => json({ Messages: all.map((record) => sqs(json(bridge(record)))) }),
  'SNS notifications': (all) => lines(all.map(sns)),
  'SNS notifications in SQS messages': (all) => json({ Messages: all.map((record) => sqs(json(sns(record)))) }),
  'Lambda events of SQS': (all) => json({ Records: all.map((record) => lambda(json(bridge(record)))) }),
  'Lambda events of SNS': (all) =>
    json({ Records: all.map((record) => ({ EventSource: 'aws:sns', EventVersion: '1.0', Sns: sns(record) })) }),
  'Lambda events of Kinesis': (all) => json({ Records: all.map(kinesis) }),
  'Lambda events of CloudWatch Logs': (all) => json({ awslogs: { data: packed(subscription(all)) } }),
  'CloudWatch Logs in Kinesis records': (all) =>
    json({ Records: [{ kinesis: { data: packed(subscription(all)) }, eventSource: 'aws:kinesis' }] }),
  'Firehose events': (all) =>
    json({
      invocationId: 'i',
      deliveryStreamArn: 'arn:aws:firehose:eu-west-1:111122223333:deliverystream/d',
      records: all.map((record) => ({ recordId: 'r', data: base64(`${json(record)}\n`) })),
    }),
  'CloudTrail LookupEvents': (all) =>
    json({
      Events: all.map((record) => ({
        EventId: record.eventID,
        EventName: record['eventName'],
        EventSource: record['eventSource'],
        Username: 'jane',
        CloudTrailEvent: json(record),
      })),
    }),
  'CloudWatch Logs FilterLogEvents': (all) =>
    json({ events: all.map((record) => ({ logStreamName: 's', timestamp: 1, message: json(record), eventId: '1' })) }),
  'Logs Insights results': (all) =>
    json({
      results: all.map((record) => [
        { field: '@timestamp', value: '2026-03-02 09:00:00.000' },
        { field: '@message', value: json(record) },
        { field: '@ptr', value: 'CmEKJgoiMTExMTIyMjIzMzMzOnRyYWlsEAQ' },
      ]),
      statistics: { recordsMatched: 6 },
      status: 'Complete',
    }),
  'Logs Insights export as JSON': (all) => json(all.map((record) => ({ '@timestamp': 't', '@message': record }))),
  'Logs Insights export as CSV': (all) =>
    `@timestamp,@message\n${all.map((record) => `2026-03-02 09:00:00.000,${cell(json(record))}\n`).join('')}`,
  'CloudTrail Lake results': (all) => json({ QueryResultRows: all.map((record) => [{ eventJson: json(record) }]) }),
  'Elastic search hits': (all) =>
    json({ took: 1, hits: { total: { value: 6 }, hits: all.map((record) => ({ _id: '1', _source: record })) } }),
  'Elastic documents with event.original': (all) =>
    lines(
      all.map((record) => ({
        '@timestamp': record['eventTime'],
        event: { action: record['eventName'], provider: record['eventSource'], original: json(record) },
        aws: { cloudtrail: { event_version: '1.11', flattened: { request_parameters: record['requestParameters'] } } },
      })),
    ),
  'Splunk results as JSON': (all) =>
    lines(all.map((record) => ({ preview: false, result: { _raw: json(record), eventName: record['eventName'] } }))),
  'Splunk results as CSV': (all) =>
    `"_time",eventName,"_raw"\n${all.map((record) => `"2026-03-02T09:00:00.000+0000",x,${cell(json(record))}\n`).join('')}`,
  'Cribl events': (all) => lines(all.map((record) => ({ _raw: json(record), _time: 1772442000, source: 's3' }))),
  'Datadog logs': (all) =>
    json({
      data: all.map((record) => ({
        id: 'AAAA',
        type: 'log',
        attributes: { service: 'cloudtrail', tags: ['source:cloudtrail'], attributes: { ...record, hostname: 'i' } },
      })),
    }),
  'Panther events': (all) =>
    lines(all.map((record) => ({ ...record, p_log_type: 'AWS.CloudTrail', p_any_ip_addresses: ['198.51.100.7'] }))),
  'Sumo Logic messages': (all) =>
    json({ fields: [], messages: all.map((record) => ({ map: { _raw: json(record) } })) }),
  'aws logs tail': (all) =>
    all
      .map((record) => `2026-03-02T09:00:00.000000+00:00 111122223333_CloudTrail_eu-west-1 ${json(record)}\n`)
      .join(''),
  'syslog (RFC 3164)': (all) =>
    all.map((record) => `<134>Mar  2 09:00:00 collector trail[7]: ${json(record)}\n`).join(''),
  'syslog (RFC 5424)': (all) =>
    all
      .map((record) => `<134>1 2026-03-02T09:00:00Z collector trail 7 - [origin ip="192.0.2.1"] ${json(record)}\n`)
      .join(''),
  'lines with a time in brackets': (all) =>
    all.map((record) => `[2026-03-02 09:00:00] INFO: ${json(record)}\n`).join(''),
  'Docker json-file logs': (all) =>
    lines(all.map((record) => ({ log: `${json(record)}\n`, stream: 'stdout', time: '2026-03-02T09:00:00Z' }))),
  'Kubernetes container logs': (all) =>
    all.map((record) => `2026-03-02T09:00:00.000000000Z stdout F ${json(record)}\n`).join(''),
  ...Object.fromEntries(
    ['payload', 'message', 'body', 'event', 'data', 'log', 'record', 'detail', 'rawEvent'].flatMap((member) => [
      [
        `objects with the member ${member}`,
        (all: readonly TrailRecord[]) => lines(all.map((one) => ({ [member]: one }))),
      ],
      [
        `objects with the text ${member}`,
        (all: readonly TrailRecord[]) => lines(all.map((one) => ({ eventType: 'AwsApiCall', [member]: json(one) }))),
      ],
    ]),
  ),
};

const get = (record: TrailRecord, field: string): unknown => record[field];
/** A struct as Athena prints it. */
export function struct(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(struct).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const members = Object.entries(value).map(([key, member]) => `${key.toLowerCase()}=${struct(member)}`);
  return `{${members.join(', ')}}`;
}
const FIELDS = [
  'eventVersion',
  'userIdentity',
  'eventTime',
  'eventSource',
  'eventName',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'requestParameters',
  'responseElements',
  'eventID',
  'recipientAccountId',
];
const text = (value: unknown) =>
  value === undefined || value === null ? '' : typeof value === 'string' ? value : json(value);
const athenaCell = (record: TrailRecord, field: string) =>
  field === 'userIdentity' ? struct(get(record, field)) : text(get(record, field));
const header = (names: readonly string[]) => `${names.map((name) => `"${name}"`).join(',')}\n`;
const member = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);

const SENTINEL: Readonly<Record<string, (record: TrailRecord) => unknown>> = {
  'TimeGenerated [UTC]': (record) => get(record, 'eventTime'),
  AwsEventId: (record) => record.eventID,
  EventVersion: (record) => get(record, 'eventVersion'),
  EventSource: (record) => get(record, 'eventSource'),
  EventTypeName: () => 'AwsApiCall',
  EventName: (record) => get(record, 'eventName'),
  UserIdentityType: (record) => member(record, 'userIdentity', 'type'),
  UserIdentityPrincipalid: (record) => member(record, 'userIdentity', 'principalId'),
  UserIdentityArn: (record) => member(record, 'userIdentity', 'arn'),
  UserIdentityAccountId: (record) => member(record, 'userIdentity', 'accountId'),
  SessionIssuerUserName: (record) => member(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName'),
  SessionIssuerArn: (record) => member(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'),
  AWSRegion: (record) => get(record, 'awsRegion'),
  SourceIpAddress: (record) => get(record, 'sourceIPAddress'),
  UserAgent: (record) => get(record, 'userAgent'),
  ErrorCode: (record) => get(record, 'errorCode'),
  RequestParameters: (record) => text(get(record, 'requestParameters')),
  ResponseElements: (record) => text(get(record, 'responseElements')),
  RecipientAccountId: (record) => get(record, 'recipientAccountId'),
  Type: () => 'AWSCloudTrail',
};
const sentinelRow = (record: TrailRecord) => Object.values(SENTINEL).map((value) => text(value(record)));

const ocsf = (record: TrailRecord) => ({
  activity_id: 1,
  class_name: 'API Activity',
  class_uid: 6003,
  actor: {
    session: { issuer: member(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'), is_mfa: false },
    user: {
      type: member(record, 'userIdentity', 'type'),
      uid: member(record, 'userIdentity', 'arn'),
      uid_alt: member(record, 'userIdentity', 'principalId'),
      account: { uid: member(record, 'userIdentity', 'accountId') },
    },
  },
  api: {
    operation: get(record, 'eventName'),
    service: { name: get(record, 'eventSource') },
    request: {
      uid: 'r',
      ...(get(record, 'requestParameters') ? { data: json(get(record, 'requestParameters')) } : {}),
    },
    response: { error: get(record, 'errorCode') ?? null, data: text(get(record, 'responseElements')) },
  },
  cloud: { provider: 'AWS', region: get(record, 'awsRegion'), account: { uid: get(record, 'recipientAccountId') } },
  http_request: { user_agent: get(record, 'userAgent') },
  metadata: { uid: record.eventID, version: '1.1.0', product: { name: 'CloudTrail', version: '1.11' } },
  src_endpoint: { ip: get(record, 'sourceIPAddress') },
  status: get(record, 'errorCode') ? 'Failure' : 'Success',
  time: Date.parse(String(get(record, 'eventTime'))),
});
const elastic = (record: TrailRecord) => ({
  '@timestamp': get(record, 'eventTime'),
  aws: {
    cloudtrail: {
      error_code: get(record, 'errorCode'),
      flattened: {
        request_parameters: get(record, 'requestParameters') ?? undefined,
        response_elements: get(record, 'responseElements') ?? undefined,
      },
      request_parameters: get(record, 'requestParameters') ? struct(get(record, 'requestParameters')) : undefined,
      recipient_account_id: get(record, 'recipientAccountId'),
      user_identity: {
        type: member(record, 'userIdentity', 'type'),
        arn: member(record, 'userIdentity', 'arn'),
        session_context: {
          session_issuer: {
            arn: member(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'arn'),
            user_name: member(record, 'userIdentity', 'sessionContext', 'sessionIssuer', 'userName'),
          },
        },
      },
    },
  },
  cloud: { region: get(record, 'awsRegion'), account: { id: member(record, 'userIdentity', 'accountId') } },
  event: {
    action: get(record, 'eventName'),
    provider: get(record, 'eventSource'),
    id: record.eventID,
    outcome: get(record, 'errorCode') ? 'failure' : 'success',
  },
  source: { ip: get(record, 'sourceIPAddress') },
  user_agent: { original: get(record, 'userAgent') },
});
const lower = (record: TrailRecord) =>
  Object.fromEntries(
    FIELDS.map((field) => {
      const value = get(record, field) ?? null;
      const isText = field === 'requestParameters' || field === 'responseElements';
      return [field.toLowerCase(), isText && value !== null ? json(value) : value];
    }),
  );

/** Where people find the fields of records under other names. The names are those of docs/log-formats.md. */
export const RENAMED: Readonly<Record<string, Wrap>> = {
  'Athena results as CSV': (all) =>
    header(FIELDS.map((field) => field.toLowerCase())) +
    all.map((record) => `${FIELDS.map((field) => cell(athenaCell(record, field))).join(',')}\n`).join(''),
  'Athena rows as JSON': (all) => lines(all.map(lower)),
  'Athena GetQueryResults': (all) =>
    json({
      UpdateCount: 0,
      ResultSet: {
        Rows: [
          FIELDS.map((field) => field.toLowerCase()),
          ...all.map((record) => FIELDS.map((f) => athenaCell(record, f))),
        ].map((cells) => ({ Data: cells.map((value) => (value === '' ? {} : { VarCharValue: value })) })),
        ResultSetMetadata: { ColumnInfo: FIELDS.map((field) => ({ Name: field.toLowerCase(), Type: 'varchar' })) },
      },
    }),
  'CloudTrail Lake results with columns': (all) =>
    json({
      QueryStatus: 'FINISHED',
      QueryResultRows: all.map((record) =>
        FIELDS.map((field) => ({
          [field]:
            field === 'eventTime'
              ? String(get(record, field)).replace('T', ' ').replace('Z', '.000')
              : athenaCell(record, field),
        })),
      ),
    }),
  'Snowflake rows': (all) =>
    lines(
      all.map((record) => Object.fromEntries(FIELDS.map((field) => [field.toUpperCase(), get(record, field) ?? null]))),
    ),
  'Steampipe rows': (all) =>
    json(
      all.map((record) =>
        Object.fromEntries(
          FIELDS.map((field) => [
            field.replace(/ID$/, 'Id').replace('IPA', 'IpA').replace(/[A-Z]/g, '_$&').toLowerCase(),
            get(record, field) ?? null,
          ]),
        ),
      ),
    ),
  'Sentinel export as CSV': (all) =>
    header(Object.keys(SENTINEL)) + all.map((record) => `${sentinelRow(record).map(cell).join(',')}\n`).join(''),
  'Sentinel rows as JSON': (all) =>
    lines(
      all.map((record) =>
        Object.fromEntries(
          Object.entries(SENTINEL).map(([name, value]) => [name.replace(' [UTC]', ''), value(record)]),
        ),
      ),
    ),
  'Log Analytics answers': (all) =>
    json({
      tables: [
        {
          name: 'PrimaryResult',
          columns: Object.keys(SENTINEL).map((name) => ({ name: name.replace(' [UTC]', ''), type: 'string' })),
          rows: all.map(sentinelRow),
        },
      ],
    }),
  'Security Lake events (OCSF)': (all) => lines(all.map(ocsf)),
  'Elastic documents without event.original': (all) => lines(all.map(elastic)),
};
