import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { type Candidate, emptyTally, type Tally, wantedBy } from '../../shared/logs/candidate.ts';
import { readSource } from '../../shared/logs/read.ts';
import type { Damage } from '../../shared/logs/split.ts';
import { type TrailRecord, trailRecord } from '../support/events.ts';

export const EVENTS = new Set(['ec2:CreateVpc', 's3:PutBucketPolicy'] as const);

export interface Seen {
  readonly tally: Tally;
  readonly candidates: readonly Candidate[];
  readonly damage: readonly Damage[];
}

/** Reads a source of these bytes, in pieces that end at `cuts`. */
export async function seenIn(content: string | Buffer, cuts: readonly number[] = []): Promise<Seen> {
  const bytes = bytesOf(content);
  const ends = [...new Set(cuts)].filter((cut) => cut > 0 && cut < bytes.length).sort((a, b) => a - b);
  const pieces = [...ends, bytes.length].map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
  const candidates: Candidate[] = [];
  const damage: Damage[] = [];
  const tally = emptyTally();
  await readSource(Readable.from(bytes.length > 0 ? pieces : [], { objectMode: true }), wantedBy(EVENTS), {
    source: 'a.log',
    tally,
    candidate: (candidate) => candidates.push({ ...candidate, json: Buffer.from(candidate.json) }),
    damage: (found) => damage.push(found),
  });
  return { tally, candidates, damage };
}

export const ids = ({ candidates }: Seen) => candidates.map(({ eventID }) => eventID);

/** Watched, unwatched and failed records, with values inside that resemble the parts of a record. */
export function records(): readonly TrailRecord[] {
  const nested = {
    eventVersion: '1.08',
    eventName: 'DescribeVpcs',
    eventSource: 'iam.amazonaws.com',
    errorCode: 'AccessDenied',
    eventID: '99999999-aaaa-4bbb-8ccc-dddddddddddd',
    eventTime: '2020-01-01T00:00:00Z',
    text: 'a "quoted" {"eventVersion":"1.08"} \\ \u2028 𝒳 é }]}, {"eventVersion"',
  };
  return [
    trailRecord('ec2:CreateVpc', { at: '2026-03-02T09:00:01Z', request: { cidrBlock: '10.0.0.0/16' } }),
    trailRecord('ec2:DescribeVpcs', { at: '2026-03-02T09:00:02Z', request: { list: [{ a: 1 }, nested, nested] } }),
    trailRecord('s3:PutBucketPolicy', { at: '2026-03-02T09:00:03Z', request: { list: [{ a: 1 }, nested], nested } }),
    trailRecord('ec2:CreateVpc', { at: '2026-03-02T09:00:04Z', errorCode: 'Client.UnauthorizedOperation' }),
    trailRecord('iam:ListUsers', { at: '2026-03-02T09:00:05Z', errorCode: 'AccessDenied', response: nested }),
    trailRecord('s3:PutBucketPolicy', {
      at: '2026-03-02T09:00:06Z',
      request: { policy: nested.text },
      response: nested,
    }),
  ];
}

/** Every second record has its keys in reverse order. The others are written as CloudTrail writes them. */
const mixed = (all: readonly unknown[]) =>
  all.map((record, index) =>
    index % 2 === 1 ? record : Object.fromEntries(Object.entries(record as object).reverse()),
  );

const lines = (values: readonly unknown[], end = '\n') => values.map((value) => JSON.stringify(value)).join(end);
const envelope = (record: unknown) => ({
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
const subscription = (values: readonly unknown[]) => ({
  messageType: 'DATA_MESSAGE',
  owner: '111122223333',
  logGroup: 'trail',
  subscriptionFilters: ['all'],
  logEvents: values.map((value, index) => ({ id: `${index}`, timestamp: 1, message: JSON.stringify(value) })),
});
const lookup = (values: readonly unknown[]) => ({
  Events: values.map((value, index) => ({
    EventId: `${index}`,
    EventName: 'CreateVpc',
    EventSource: 'ec2.amazonaws.com',
    CloudTrailEvent: JSON.stringify(value),
  })),
});

/** All formats of logs. */
export const CONTAINERS: Readonly<Record<string, (records: readonly unknown[]) => string | Buffer>> = {
  'a log file': (all) => JSON.stringify({ Records: all }),
  'a log file with other members': (all) => JSON.stringify({ Records: all, more: { list: [{ a: '}' }] }, last: 1 }),
  'a log file whose records come last': (all) => JSON.stringify({ note: 'x', Records: all }),
  'a log file with a byte order mark': (all) => `\ufeff${JSON.stringify({ Records: all })}`,
  'a log file, indented by 1': (all) => JSON.stringify({ Records: all }, null, 1),
  'a log file, indented by 2': (all) => JSON.stringify({ Records: all }, null, 2),
  'a log file, indented by tabs': (all) => `${JSON.stringify({ Records: all }, null, '\t')}\n`,
  'a log file, indented by 10': (all) => JSON.stringify({ Records: all }, null, 10).replaceAll('\n', '\r\n'),
  'two log files in one': (all) =>
    `${JSON.stringify({ Records: all.slice(0, 2) })}\n${JSON.stringify({ Records: all.slice(2) })}\n`,
  'JSON lines': (all) => lines(all),
  'JSON lines with a final line end': (all) => `${lines(all)}\n`,
  'JSON lines with blank lines between': (all) => `\n${lines(all, '\n\n')}\n\n`,
  'JSON lines with Windows line ends': (all) => `${lines(all, '\r\n')}\r\n`,
  'an array': (all) => JSON.stringify(all),
  'an indented array': (all) => JSON.stringify(all, null, 2),
  'an array of log files': (all) => JSON.stringify([{ Records: all.slice(0, 3) }, { Records: all.slice(3) }]),
  'an array of JSON strings': (all) => JSON.stringify(all.map((record) => JSON.stringify(record))),
  'records side by side': (all) => lines(all, '\t'),
  'sorted keys': (all) => lines(all.map((record) => sorted(record))),
  'a log file, keys reversed in every second record': (all) => JSON.stringify({ Records: mixed(all) }),
  'JSON lines, keys reversed in every second line': (all) => lines(mixed(all)),
  'JSON lines, keys reversed': (all) =>
    lines(all.map((record) => Object.fromEntries(Object.entries(record as object).reverse()))),
  'EventBridge events, one a line': (all) => lines(all.map(envelope)),
  'an array of EventBridge events': (all) => JSON.stringify(all.map(envelope)),
  'EventBridge events, indented': (all) => all.map((record) => JSON.stringify(envelope(record), null, 2)).join('\n'),
  'a CloudWatch Logs export': (all) =>
    all.map((record) => `2026-03-02T09:00:00.000Z ${JSON.stringify(record)}\n`).join(''),
  'a CloudWatch Logs subscription': (all) => JSON.stringify(subscription(all)),
  'two CloudWatch Logs subscriptions': (all) =>
    JSON.stringify(subscription(all.slice(0, 1))) + JSON.stringify(subscription(all.slice(1))),
  'a response of FilterLogEvents': (all) =>
    JSON.stringify(
      { events: all.map((record) => ({ message: JSON.stringify(record) })), searchedLogStreams: [] },
      null,
      4,
    ),
  'a response of LookupEvents': (all) => JSON.stringify(lookup(all), null, 4),
  'a response of LookupEvents, token first': (all) => JSON.stringify({ NextToken: 'x', ...lookup(all) }),
};

export const bytesOf = (content: string | Buffer) => Buffer.from(content);
export const gzOf = (content: string | Buffer) => gzipSync(content);

/** The content in several gzip members. */
export function membersOf(content: string | Buffer): Buffer {
  const bytes = bytesOf(content);
  const third = Math.ceil(bytes.length / 3);
  return Buffer.concat([0, 1, 2].map((index) => gzipSync(bytes.subarray(index * third, (index + 1) * third))));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sorted(member)]),
  );
}
