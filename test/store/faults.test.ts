import {
  type CancellationReason,
  ConditionalCheckFailedException,
  DynamoDBClient,
  DynamoDBServiceException,
  QueryCommand,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { createAws } from '../../shared/aws/clients.ts';
import { type Failure, failureOf } from '../../shared/aws/failure.ts';
import { Conflict } from '../../shared/store/conflict.ts';
import { createDynamoStore } from '../../shared/store/dynamodb.ts';
import type { Store } from '../../shared/store/store.ts';
import {
  ACCOUNT,
  aNotice,
  aSweep,
  auditRecord,
  event,
  finding,
  NOW,
  newRef,
  nothing,
  reported,
  run,
  storedFinding,
  writes,
} from './things.ts';

const dynamo = mockClient(DynamoDBClient);
afterEach(() => dynamo.reset());
afterAll(() => dynamo.restore());

const store = createDynamoStore({ aws: createAws(), table: 'plumbline', region: 'eu-west-1' });
const ref = newRef();
const KEY = 's3-account|111122223333|us-east-1|account';
const it = finding(ref);
const rateLimit = { hour: 1, count: 1, tripped: false };

/** Each method, called so that it makes a call of its own. */
const uses: Readonly<Record<keyof Store, () => Promise<unknown>>> = {
  resource: () => store.resource(ref),
  save: () =>
    store.save(nothing(ref), writes({ findings: [storedFinding(it)], events: [event(it)], run: run(ref, 'r') })),
  begin: () => store.begin(nothing(ref), writes({ findings: [storedFinding(it)], run: run(ref, 'r') })),
  locate: () => store.locate(it.id),
  unresolved: () => store.unresolved(ref),
  known: () => store.known(ref),
  dependents: () => store.dependents(KEY),
  waiting: () => store.waiting({ stop: 'limit' }),
  event: () => store.event('e'),
  eventToDeliver: () => store.eventToDeliver('e', NOW, 1_000),
  claim: () => store.claim('e', ['sns'], NOW, 1_000),
  settle: () => store.settle('e', ['sns'], 'delivered', NOW),
  run: () => store.run('r'),
  beforeRun: () => store.beforeRun('r', 'a', ACCOUNT),
  proceed: () => store.proceed(run(ref, 'r')),
  trip: () => store.trip('a', ACCOUNT, { before: undefined, after: rateLimit }),
  paused: () => store.paused(),
  control: () => store.control(auditRecord('pause'), { pause: { by: 'jane', reason: 'Stop.', at: NOW } }),
  auditRecords: () => store.auditRecords(),
  compliance: () => store.compliance(ACCOUNT),
  beat: () => store.beat({ sent: NOW }),
  sweep: () => store.sweep(ref),
  sweeps: () => store.sweeps(),
  saveSweep: () => store.saveSweep(aSweep(ref)),
  notice: () => store.notice('k'),
  notices: () => store.notices(),
  saveNotice: () => store.saveNotice(aNotice('k'), [reported(aNotice('k'))], NOW),
  countNotice: () => store.countNotice({ key: 'k', number: 1 }, { count: 1, lastAt: NOW }, NOW),
};
const methods = Object.keys(uses) as (keyof Store)[];
const transactions: readonly (keyof Store)[] = ['save', 'trip', 'control', 'saveNotice'];
const singleWrites: readonly (keyof Store)[] = ['claim', 'settle', 'proceed', 'beat', 'saveSweep', 'countNotice'];

function refusal(name: string, httpStatusCode = 400): DynamoDBServiceException {
  return new DynamoDBServiceException({ name, message: name, $fault: 'client', $metadata: { httpStatusCode } });
}

const PARTS = { message: 'Cancelled.', $metadata: { httpStatusCode: 400 } };

function cancelled(...codes: readonly string[]): TransactionCanceledException {
  return new TransactionCanceledException({
    ...PARTS,
    CancellationReasons: codes.map((Code): CancellationReason => ({ Code })),
  });
}

async function thrownBy(use: () => Promise<unknown>, error: Error): Promise<unknown> {
  dynamo.rejects(error);
  return use().then(
    () => expect.fail('it succeeded'),
    (thrown: unknown) => thrown,
  );
}

const FAULTS: readonly (readonly [Error, Failure])[] = [
  [refusal('ThrottlingException'), 'throttled'],
  [refusal('ProvisionedThroughputExceededException'), 'throttled'],
  [refusal('RequestLimitExceeded'), 'throttled'],
  [refusal('TransactionInProgressException'), 'throttled'],
  [refusal('AccessDeniedException'), 'denied'],
  [refusal('ItemCollectionSizeLimitExceededException'), 'refused'],
  [refusal('ResourceNotFoundException'), 'refused'],
  [refusal('ValidationException'), 'refused'],
  [refusal('InternalServerError', 500), 'unanswered'],
  [Object.assign(new Error('timed out'), { name: 'TimeoutError' }), 'unanswered'],
  [Object.assign(new Error('reset'), { code: 'ECONNRESET' }), 'unanswered'],
  [Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' }), 'unavailable'],
];

describe.each(methods)('%s', (method) => {
  test.each(FAULTS)('throws %s as it came', async (error, failure) => {
    const thrown = await thrownBy(uses[method], error);
    expect(thrown).toBe(error);
    expect(failureOf(thrown)).toBe(failure);
  });
});

describe.each(transactions)('a cancelled %s', (method) => {
  test.each([
    [['ConditionalCheckFailed', 'None']],
    [['None', 'TransactionConflict']],
    [['ThrottlingError', 'ConditionalCheckFailed']],
    [['TransactionConflict', 'ProvisionedThroughputExceeded']],
    [['ValidationError', 'ConditionalCheckFailed']],
  ])('for %j is a conflict', async (codes) => {
    const error = cancelled(...codes);
    const thrown = await thrownBy(uses[method], error);
    expect(thrown).toBeInstanceOf(Conflict);
    expect(thrown).toHaveProperty('cause', error);
  });

  test.each<readonly [readonly string[], string, Failure]>([
    [['None', 'ThrottlingError'], 'ThrottlingException', 'throttled'],
    [['ProvisionedThroughputExceeded', 'None'], 'ProvisionedThroughputExceededException', 'throttled'],
    [['ThrottlingError', 'ItemCollectionSizeLimitExceeded'], 'ItemCollectionSizeLimitExceeded', 'refused'],
    [['ProvisionedThroughputExceeded', 'ValidationError'], 'ValidationError', 'refused'],
    [['ThrottlingError', 'AccessDenied'], 'AccessDenied', 'denied'],
    [[], 'TransactionCanceledException', 'refused'],
  ])('for %j is %s, %s', async (codes, name, failure) => {
    const thrown = await thrownBy(uses[method], cancelled(...codes));
    expect(thrown).toBeInstanceOf(TransactionCanceledException);
    expect(thrown).toHaveProperty('name', name);
    expect(failureOf(thrown)).toBe(failure);
  });
});

test.each(singleWrites)('%s: a transaction in its way is a conflict', async (method) => {
  const thrown = await thrownBy(uses[method], new TransactionConflictException(PARTS));
  expect(thrown).toBeInstanceOf(Conflict);
});

describe('a claim whose answer was lost', () => {
  /** The condition is not met, since the first try, of which no answer came, has been written. */
  function answerLost(by: (sent: string | undefined) => string | undefined): void {
    dynamo.callsFake((input: { ExpressionAttributeValues: { ':mark': { M: { by: { S: string } } } } }) => {
      const { by: sent, ...rest } = input.ExpressionAttributeValues[':mark'].M;
      const sns = { M: { ...rest, by: { S: by(sent.S) } } };
      throw new ConditionalCheckFailedException({ ...PARTS, Item: { sns } as never });
    });
  }

  test('is ours', async () => {
    answerLost((sent) => sent);
    expect(await uses.claim()).toEqual(new Map([['sns', 'claimed']]));
  });

  test('is busy where it is of another at the same time', async () => {
    answerLost(() => 'another');
    expect(await uses.claim()).toEqual(new Map([['sns', 'busy']]));
  });
});

describe('a read between the halves of a write', () => {
  const sk = (S: string) => ({ sk: { S } });
  const header = { ...sk('a#resource'), version: { N: '2' }, body: { S: '{"state":2}' }, 'v#a': { N: '2' } };
  const body = { S: JSON.stringify(storedFinding(it)) };
  const halves = {
    'the finding is still the old one': [{ ...sk('a#finding#a'), version: { N: '1' }, body }, header],
    'the finding is newer': [{ ...sk('a#finding#a'), version: { N: '3' }, body }, header],
    'the finding is not there yet': [header],
    'the resource is not there yet': [{ ...sk('a#finding#a'), version: { N: '1' }, body }],
    'one finding is too many': [
      { ...sk('a#finding#a'), version: { N: '2' }, body },
      { ...sk('a#finding#b'), version: { N: '3' }, body },
      header,
    ],
  };

  test.each(Object.entries(halves))('is read again: %s', async (_, Items) => {
    const whole = [{ ...sk('a#finding#a'), version: { N: '2' }, body }, header];
    dynamo.on(QueryCommand).resolvesOnce({ Items }).resolves({ Items: whole });
    expect(await store.resource(ref)).toStrictEqual({ ref, version: 2, state: 2, findings: [storedFinding(it)] });
  });

  test('is a conflict where it comes again and again', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [header] });
    await expect(store.resource(ref)).rejects.toThrow(Conflict);
    expect(dynamo.commandCalls(QueryCommand)).toHaveLength(5);
  });
});

test('a resource on several pages is read to the end', async () => {
  const finding = (rule: string) => ({
    sk: { S: `a#finding#${rule}` },
    version: { N: '1' },
    body: { S: JSON.stringify(storedFinding({ ...it, rule })) },
  });
  const header = {
    sk: { S: 'a#resource' },
    version: { N: '1' },
    'v#a': { N: '1' },
    'v#b': { N: '1' },
    body: { S: '{}' },
  };
  const LastEvaluatedKey = { pk: { S: 'p' }, sk: { S: 's' } };
  dynamo
    .on(QueryCommand)
    .resolvesOnce({ Items: [finding('a')], LastEvaluatedKey })
    .resolvesOnce({ Items: [], LastEvaluatedKey })
    .resolves({ Items: [finding('b'), header] });
  const { findings } = await store.resource(ref);
  expect(findings.map(({ finding }) => finding.rule)).toEqual(['a', 'b']);
  const [first, ...later] = dynamo.commandCalls(QueryCommand).map((call) => call.args[0].input);
  expect(first).toMatchObject({ ConsistentRead: true });
  expect(first).not.toHaveProperty('ExclusiveStartKey');
  expect(later.map((input) => input.ExclusiveStartKey)).toEqual([LastEvaluatedKey, LastEvaluatedKey]);
});
