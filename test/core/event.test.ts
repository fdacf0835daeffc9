import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compareEvents,
  decodeEvent,
  eventId,
  eventIdOf,
  isOmitted,
  type OrderedEvent,
  UnreadableEvent,
} from '../../shared/core/event.ts';
import { ACCOUNT, root, trailRecord } from '../support/events.ts';

const without = (record: object, ...fields: readonly string[]) =>
  Object.fromEntries(Object.entries(record).filter(([name]) => !fields.includes(name)));
const record = trailRecord('ec2:CreateVpc', { by: root });

describe('decoding a record', () => {
  test('gives the fields that CloudTrail writes', () => {
    expect(decodeEvent(trailRecord('ec2:CreateVpc', { request: { cidrBlock: '10.0.0.0/16' }, by: root }))).toEqual({
      eventID: expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      time: Date.UTC(2026, 2, 2, 9),
      eventSource: 'ec2.amazonaws.com',
      eventName: 'CreateVpc',
      awsRegion: 'eu-west-1',
      account: ACCOUNT,
      userIdentity: root,
      sourceIPAddress: '198.51.100.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: { cidrBlock: '10.0.0.0/16' },
      responseElements: null,
    });
  });

  test.each([
    [{ eventCategory: 'NetworkActivity', eventType: 'AwsVpceEvent' }, 'vpc-endpoint:CreateVpc'],
    [{ eventCategory: 'NetworkActivity' }, 'vpc-endpoint:CreateVpc'],
    [{ eventCategory: undefined, eventType: 'AwsVpceEvent' }, 'vpc-endpoint:CreateVpc'],
    [{ eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' }, 'insight:CreateVpc'],
    [{ eventType: 'AwsServiceEvent' }, 'ec2:CreateVpc'],
    [{ eventCategory: undefined, eventType: undefined }, 'ec2:CreateVpc'],
    [{ eventCategory: 'Data' }, 'ec2:CreateVpc'],
  ])('of %j has the id %s', (parts, id) => {
    expect(eventId(decodeEvent({ ...record, ...parts }))).toBe(id);
  });

  test('gives what only a service event shows beside the request, also as JSON text', () => {
    const data = { SecretId: 'orders-a1b2c3' };
    const shown = (parts: object) => decodeEvent({ ...record, ...parts }).additionalEventData;
    expect(shown({ eventType: 'AwsServiceEvent', additionalEventData: data })).toEqual(data);
    expect(shown({ eventType: 'AwsServiceEvent', additionalEventData: JSON.stringify(data) })).toEqual(data);
    // Calls have there how they were made: TLS, bytes, the second factor.
    expect(shown({ additionalEventData: data })).toBeUndefined();
  });

  test('gives the account of the resource, not of the caller', () => {
    const crossAccount = { ...record, userIdentity: { type: 'AWSAccount', accountId: '444455556666' } };
    expect(decodeEvent(crossAccount).account).toBe(ACCOUNT);
  });

  test.each<[string, object, object, string]>([
    ['the envelope', without(record, 'recipientAccountId'), { account: '777788889999' }, '777788889999'],
    ['the caller', without(record, 'recipientAccountId'), {}, ACCOUNT],
    [
      'the envelope, where it is empty',
      { ...record, recipientAccountId: '' },
      { account: '777788889999' },
      '777788889999',
    ],
    ['the record, even if the envelope has another one', record, { account: '777788889999' }, ACCOUNT],
  ])('takes the account from %s', (_, given, envelope, account) => {
    expect(decodeEvent(given, envelope).account).toBe(account);
  });

  test('takes the region from the envelope if the record has none', () => {
    expect(decodeEvent(without(record, 'awsRegion'), { region: 'eu-north-1' }).awsRegion).toBe('eu-north-1');
    expect(decodeEvent({ ...record, awsRegion: '' }, { region: 'eu-north-1' }).awsRegion).toBe('eu-north-1');
    expect(decodeEvent(record, { region: 'eu-north-1' }).awsRegion).toBe('eu-west-1');
  });

  test.each([
    ['2020-08-19T14:03:31Z', '2020-08-19T14:03:31Z'],
    ['2020-08-19 14:03:31', '2020-08-19T14:03:31Z'],
    ['2020-08-19T14:03:31', '2020-08-19T14:03:31Z'],
    ['2020-08-19 14:03:31.000', '2020-08-19T14:03:31Z'],
    ['2020-08-19T16:03:31+02:00', '2020-08-19T14:03:31Z'],
    ['2020-08-19T16:03:31+0200', '2020-08-19T14:03:31Z'],
  ])('reads the time %s as %s', (eventTime, utc) => {
    expect(decodeEvent({ ...record, eventTime }).time).toBe(Date.parse(utc));
  });

  test('reads an empty errorCode as success, and any other as failure', () => {
    expect(decodeEvent({ ...record, errorCode: '' })).not.toHaveProperty('errorCode');
    expect(decodeEvent({ ...record, errorCode: 'Client.DryRunOperation' }).errorCode).toBe('Client.DryRunOperation');
  });

  test('leaves out missing fields and keeps null', () => {
    const bare = decodeEvent({ ...without(record, 'sourceIPAddress', 'responseElements'), userAgent: '' });
    expect(bare).not.toHaveProperty('sourceIPAddress');
    expect(bare).not.toHaveProperty('userAgent');
    expect(bare.responseElements).toBeUndefined();
    expect(bare.requestParameters).toBeNull();
  });

  test.each<[string, unknown, RegExp]>([
    ['null', null, /not a JSON object/],
    ['a list', [record], /not a JSON object/],
    ['a string', JSON.stringify(record), /not a JSON object/],
    ['an Insight event', without(record, 'eventName', 'eventSource', 'userIdentity'), /no eventSource/],
    ['a record without an id', without(record, 'eventID'), /no eventID/],
    ['a record without a time', { ...record, eventTime: null }, /no eventTime/],
    ['a record with an invalid time', { ...record, eventTime: 'yesterday' }, /eventTime "yesterday" is not a time/],
    ['a record without a region', without(record, 'awsRegion'), /no awsRegion/],
    ['a record without an account', without(record, 'recipientAccountId', 'userIdentity'), /no recipientAccountId/],
  ])('fails for %s, with the reason', (_, given, why) => {
    expect(() => decodeEvent(given)).toThrow(UnreadableEvent);
    expect(() => decodeEvent(given)).toThrow(why);
  });

  test('shortens a wrong time in the error', () => {
    expect(() => decodeEvent({ ...record, eventTime: 'x'.repeat(5000) })).toThrow(/^.{1,80}$/);
  });

  test('either gives an event or throws UnreadableEvent, for any JSON', () => {
    const member = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('2026-03-02T09:00:00Z', 'ec2.amazonaws.com'),
    );
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(fc.constantFrom(...Object.keys(record)), member), fc.jsonValue()), (given) => {
        try {
          const event = decodeEvent(given);
          expect([Number.isFinite(event.time), event.account !== '', event.eventID !== '']).toEqual([true, true, true]);
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableEvent);
        }
      }),
    );
  });
});

test.each([
  ['ec2.amazonaws.com', 'CreateVpc', 'ec2:CreateVpc'],
  ['ec2.amazonaws.com.cn', 'CreateVpc', 'ec2:CreateVpc'],
  ['lambda.amazonaws.com', 'CreateFunction20150331', 'lambda:CreateFunction'],
  ['lambda.amazonaws.com', 'AddPermission20150331', 'lambda:AddPermission'],
  ['lambda.amazonaws.com', 'AddPermission20150331v2', 'lambda:AddPermission'],
  ['lambda.amazonaws.com', 'GetFunction20150331v2', 'lambda:GetFunction'],
  ['lambda.amazonaws.com', 'GetFunctionCodeSigningConfig', 'lambda:GetFunctionCodeSigningConfig'],
  ['lambda.amazonaws.com', 'UpdateFunctionCode20150331v2', 'lambda:UpdateFunctionCode'],
  ['lambda.amazonaws.com', 'UpdateFunctionConfiguration20150331v2', 'lambda:UpdateFunctionConfiguration'],
  ['lambda.amazonaws.com', 'Invoke', 'lambda:Invoke'],
  // Only Lambda's event names have a date. In other services, digits are part of the name.
  ['waf.amazonaws.com', 'Thing20150331', 'waf:Thing20150331'],
])('%s %s is %s', (source, name, id) => {
  expect(eventIdOf(source, name)).toBe(id);
  expect(eventId(decodeEvent({ ...record, eventSource: source, eventName: name }))).toBe(id);
});

test('an oversized request is recognised as omitted', () => {
  const omitted = { reason: 'requestParameters too large', omitted: true };
  expect(isOmitted(decodeEvent({ ...record, requestParameters: omitted }))).toBe(true);
  expect(isOmitted(decodeEvent({ ...record, requestParameters: { omitted: false } }))).toBe(false);
  expect(isOmitted(decodeEvent(record))).toBe(false);
});

describe('the order of events', () => {
  const named = (eventName: string, eventID = 'x', time = 0): OrderedEvent => ({ eventName, eventID, time });
  const sorted = (...names: readonly string[]) =>
    names
      .map((name, index) => named(name, `${index}`))
      .sort(compareEvents)
      .map(({ eventName }) => eventName);

  test('is by time', () => {
    expect(compareEvents(named('DeleteVpc', 'a', 1), named('CreateVpc', 'b', 2))).toBeLessThan(0);
  });

  test.each([
    [['DeleteVpc', 'DetachInternetGateway', 'ModifyVpcAttribute', 'CreateVpc']],
    [['DeleteSecurityGroup', 'RevokeSecurityGroupIngress', 'AuthorizeSecurityGroupIngress', 'CreateSecurityGroup']],
    [['DeleteTrail', 'StopLogging', 'StartLogging', 'CreateTrail']],
    [['DeregisterTaskDefinition', 'RegisterTaskDefinition']],
    [['TerminateInstances', 'RunInstances']],
    [['DeleteDBInstance', 'ModifyDBInstance', 'RestoreDBInstanceFromDBSnapshot']],
    [['DeleteFunction20150331', 'RemovePermission20150331v2', 'AddPermission20150331v2', 'CreateFunction20150331']],
    [['DeleteRouteTable', 'CreateRoute', 'CreateRouteTable']],
    [['DeleteVpc', 'CreateFlowLogs', 'CreateVpc']],
  ])('within one second is creation, change, end: %j reversed', (names) => {
    expect(sorted(...names)).toEqual(names.toReversed());
  });

  test('is by id where time and name do not decide', () => {
    expect(compareEvents(named('PutBucketAcl', 'a'), named('PutBucketAcl', 'b'))).toBeLessThan(0);
  });

  test('is by name for records with the same id, so that none counts as repeated', () => {
    expect(compareEvents(named('DeleteFlowLogs', 'a'), named('DeleteVpc', 'a'))).toBeLessThan(0);
  });

  const event = fc.record({
    time: fc.integer({ min: 0, max: 2 }),
    eventName: fc.constantFrom('CreateVpc', 'RunInstances', 'PutRolePolicy', 'StopLogging', 'DeleteVpc', 'CreateRoute'),
    eventID: fc.constantFrom('a', 'b', 'c'),
  });
  const sign = (a: OrderedEvent, b: OrderedEvent) => Math.sign(compareEvents(a, b)) + 0;

  test('is total and transitive', () => {
    fc.assert(
      fc.property(event, event, event, (a, b, c) => {
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
        if (sign(a, b) === 0) expect([a.time, a.eventID, sign(a, c)]).toEqual([b.time, b.eventID, sign(b, c)]);
      }),
    );
  });

  test('does not depend on the order of delivery', () => {
    const shuffled = fc
      .uniqueArray(event, { selector: (each) => `${each.time}${each.eventID}`, maxLength: 9 })
      .chain((events) => fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })));
    fc.assert(
      fc.property(shuffled, ([a, b]) => {
        expect(a.toSorted(compareEvents)).toEqual(b.toSorted(compareEvents));
      }),
    );
  });
});
