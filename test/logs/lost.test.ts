import { describe, expect, test } from 'vitest';
import { ids, records, seenIn } from './logs.ts';
import { cell, struct } from './wrapped.ts';

const [first] = records();
if (!first) throw new Error('There are no records.');
const json = (value: unknown) => JSON.stringify(value);
const row = {
  eventtime: '2026-03-02T09:00:00Z',
  eventsource: 'ec2.amazonaws.com',
  eventname: 'CreateVpc',
  awsregion: 'eu-west-1',
  requestparameters: '{"cidrBlock":"10.0.0.0/16"}',
  eventid: first.eventID,
  recipientaccountid: '111122223333',
};
const table = (cells: Readonly<Record<string, string>>) =>
  `${Object.keys(cells).join(',')}\n${Object.values(cells).map(cell).join(',')}\n`;

describe('what a product has lost is named, and the record is not judged', () => {
  test.each([
    ['eventid', 'eventID'],
    ['awsregion', 'awsRegion'],
    ['eventtime', 'eventTime'],
    ['requestparameters', 'requestParameters'],
    ['recipientaccountid', 'recipientAccountId'],
  ])('a table without %s', async (column, field) => {
    const { [column]: _, ...cells } = { ...row } as Record<string, string>;
    for (const content of [table(cells), json(cells)]) {
      const { tally, candidates } = await seenIn(content);
      expect([tally.unreadable, candidates]).toEqual([{ [`a row of a table lacks ${field}: export it too`]: 1 }, []]);
      expect(tally.records).toBe(1);
    }
  });

  test('a request that is no JSON', async () => {
    const { tally } = await seenIn(table({ ...row, requestparameters: '{cidrBlock=10.0.0.0/16}' }));
    expect(tally.unreadable).toEqual({ 'a row of a table lacks requestParameters as JSON: export it too': 1 });
  });

  test('a request in columns of its own', async () => {
    const { requestparameters: _, ...cells } = row;
    const { tally } = await seenIn(table({ ...cells, 'requestParameters.cidrBlock': '10.0.0.0/16' }));
    expect(tally.unreadable).toEqual({ 'a row of a table lacks requestParameters: export it too': 1 });
  });

  test('the request of an OCSF event before version 1.1', async () => {
    const event = (version: string) => ({
      api: { operation: 'CreateVpc', service: { name: 'ec2.amazonaws.com' }, request: { uid: 'r' } },
      cloud: { region: 'eu-west-1', account_uid: '111122223333' },
      metadata: { uid: first.eventID, version },
      time: 1772442000000,
    });
    const { tally } = await seenIn(json(event('1.0.0-rc.2')));
    expect(tally.unreadable).toEqual({ 'an OCSF event lacks requestParameters: export it too': 1 });
    expect(ids(await seenIn(json(event('1.1.0'))))).toEqual([first.eventID]);
  });

  test('the request of an Elastic document without the original', async () => {
    const { tally } = await seenIn(
      json({
        '@timestamp': '2026-03-02T09:00:00Z',
        aws: { cloudtrail: { request_parameters: '{cidrBlock=10.0.0.0/16}', recipient_account_id: '111122223333' } },
        cloud: { region: 'eu-west-1' },
        event: { action: 'CreateVpc', provider: 'ec2.amazonaws.com', id: first.eventID },
      }),
    );
    expect(tally.unreadable).toEqual({ 'an Elastic document lacks requestParameters: export it too': 1 });
  });

  test('a date that can be two days, as the portal of Sentinel writes it', async () => {
    const at = (time: string) => seenIn(table({ ...row, eventtime: time }));
    const unclear = await at('03/04/2026, 09:00:00.000');
    expect(unclear.tally.unreadable).toEqual({ 'eventTime "03/04/2026, 09:00:00.000" is not a time': 1 });
    for (const clear of ['21/04/2026, 09:45:54.000', '4/21/2026, 9:45:54.000 AM', '2026-04-21 09:45:54.000 UTC'])
      expect((await at(clear)).candidates[0]?.time).toBe(Date.parse('2026-04-21T09:45:54Z'));
    expect((await at('4/21/2026, 9:45:54.000 PM')).candidates[0]?.time).toBe(Date.parse('2026-04-21T21:45:54Z'));
    expect((await at('1776764754000')).candidates[0]?.time).toBe(1776764754000);
  });
});

test('what no rule follows, and a failed call, need no complete row', async () => {
  const { requestparameters: _, eventid: __, ...cells } = row;
  expect((await seenIn(table({ ...cells, eventname: 'DescribeVpcs' }))).tally.unwatched).toBe(1);
  expect((await seenIn(table({ ...cells, errorcode: 'AccessDenied' }))).tally.failed).toBe(1);
  expect((await seenIn(table({ ...row, errormessage: 'You are not authorized.' }))).tally.failed).toBe(1);
});

test('a record inside the request of another is not taken for a record', async () => {
  for (const outer of [first, row, { ...row, requestparameters: json({ detail: first }) }]) {
    const within = { ...outer, eventName: undefined, eventname: 'PutEvents', requestParameters: { entries: [first] } };
    for (const content of [json(within), json({ ...first, eventName: 'PutEvents', requestParameters: [first] })])
      expect((await seenIn(content)).tally).toEqual({ records: 1, unwatched: 1, failed: 0, unreadable: {} });
  }
});

test('a line of text that begins like a binary format is a line of text', async () => {
  for (const word of ['ORCHESTRATOR started', 'PK', 'BZ'])
    expect(ids(await seenIn(`${word}\n${json(first)}\n`))).toEqual([first.eventID]);
});

test('a record that is wrapped twice counts twice, and has one id', async () => {
  const body = json({ 'detail-type': 'x', detail: first });
  const seen = await seenIn(json({ Messages: [{ Body: body }, { Body: body }] }));
  expect([seen.tally.records, ids(seen)]).toEqual([2, [first.eventID, first.eventID]]);
});

test('a caller in the text of a struct is read as far as it is clear', async () => {
  const cells = { ...row, recipientaccountid: '', useridentity: struct(first['userIdentity']) };
  expect(ids(await seenIn(table(cells)))).toEqual([first.eventID]);
  for (const useridentity of ['{type=IAMUser', 'alice', '{a', '[', '{type=IAMUser}}'])
    expect(ids(await seenIn(table({ ...row, useridentity }))), useridentity).toEqual([first.eventID]);
});

test('an Insights event counts as unwatched, also in a message', async () => {
  const insight = {
    eventVersion: '1.07',
    eventType: 'AwsCloudTrailInsight',
    insightDetails: { eventName: 'RunInstances' },
  };
  const { tally } = await seenIn(json({ Messages: [{ Body: json({ detail: insight }) }] }));
  expect(tally).toEqual({ records: 1, unwatched: 1, failed: 0, unreadable: {} });
});

test('the other cells of a row are not counted, and a damaged record in a row is', async () => {
  const rows = [
    ['1772442000000', json(first)],
    ['1772442000001', 17, json(first).slice(0, 300)],
  ];
  const { tally, candidates } = await seenIn(json({ streams: [{ stream: { job: 'trail' }, values: rows }] }));
  expect([candidates.length, tally.records]).toEqual([1, 1 + 3]);
});

describe('a wrapper without a record is counted', () => {
  test.each([
    ['an object with a payload', json({ eventType: 'AwsApiCall', payload: { a: 1 } }), 'not a CloudTrail record'],
    ['messages of a queue', json({ Messages: [{ Body: 'hello' }] }), 'not a CloudTrail record'],
    [
      'packed data that are damaged',
      json({ awslogs: { data: 'H4sIAAAAAAAAA6vmUlBKzkvOz' } }),
      'not a CloudTrail record',
    ],
    ['a row of another table', 'message,level\n"hello","info"\n', 'not a CloudTrail record'],
    ['a digest', json({ digestStartTime: '2026-03-02T09:00:00Z', logFiles: [] }), 'a CloudTrail digest file'],
    [
      'an S3 event',
      json({ Records: [{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' }] }),
      'an event of another service',
    ],
    [
      'a GuardDuty finding',
      json({ schemaVersion: '2.0', service: { serviceName: 'guardduty' } }),
      'a GuardDuty finding',
    ],
    [
      'another event',
      json({ 'detail-type': 'EC2 Instance State-change', detail: { state: 'x' } }),
      'an EventBridge event of another type',
    ],
    [
      'a notification of a trail, in a queue',
      json({ Messages: [{ Body: json({ Message: json({ s3Bucket: 'b', s3ObjectKey: ['AWSLogs/a.json.gz'] }) }) }] }),
      'a notification that a log file was delivered',
    ],
  ])('%s', async (_, content, reason) => {
    const { tally, damage } = await seenIn(content);
    expect([tally.records, Object.entries(tally.unreadable), damage]).toEqual([
      1,
      [[expect.stringContaining(reason) as string, 1]],
      [],
    ]);
  });
});

describe('a file in a format that is not read is named, and nothing of it is counted', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  test.each([
    ['a Parquet file: export it as JSON or CSV', latin('PAR1\x15\x04PAR1')],
    ['an Avro file: export it as JSON or CSV', latin('Obj\x01\x04')],
    ['an ORC file: export it as JSON or CSV', latin('ORC\x01\0')],
    [
      'an Office document, such as xlsx: export it as JSON or CSV',
      latin(`PK\x03\x04${'\0'.repeat(26)}[Content_Types].xml`),
    ],
    ['a PDF document: export it as JSON or CSV', latin('%PDF-1.7')],
    ['a 7z archive: unpack it first', latin('7z\xbc\xaf\x27\x1c\0\x04')],
    ['an xz file: unpack it first', latin('\xfd7zXZ\0\0')],
    ['an lz4 file: unpack it first', latin('\x04\x22\x4d\x18d')],
    ['a Snappy file: unpack it first', latin('\xff\x06\0\0sNaPpY')],
    ['a tar archive: unpack it first', latin(`a.json${'\0'.repeat(251)}ustar\x0000`)],
    ['a Windows event log (evtx): it has no CloudTrail records', latin('ElfFile\0')],
    [
      'a VPC flow log: it has no CloudTrail records',
      latin(
        '2 111122223333 eni-1235b8ca123456789 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK\n',
      ),
    ],
    ['a VPC flow log: it has no CloudTrail records', latin('version account-id interface-id srcaddr\n')],
    [
      'an S3 access log: it has no CloudTrail records',
      latin(`${'79a5'.repeat(16)} bucket [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - 3E57 REST.GET.VERSIONING\n`),
    ],
    [
      'a log of an application load balancer: it has no CloudTrail records',
      latin('https 2026-07-02T22:23:00.186641Z app/my-loadbalancer/50dc6c495c0c9188 192.168.131.39:2817\n'),
    ],
    ['an XML or HTML document: export it as JSON or CSV', latin('<?xml version="1.0"?>')],
  ])('%s', async (reason, bytes) => {
    const { tally, damage } = await seenIn(bytes);
    expect([tally.records, damage]).toEqual([0, [{ offset: 0, reason, isForeign: true }]]);
  });
});
