import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { secret } from '../../../shared/resources/secret/kind.ts';
import { ACCOUNT, trailRecord } from '../../support/events.ts';

const ID = 'shop/orders-a1b2c3';
const arn = `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:${ID}`;
const byName = { request: { secretId: 'shop/orders' }, response: { arn, name: 'shop/orders' } };
const byService = { additionalEventData: { SecretId: arn } };
const since = '2026-03-02T09:00:00.000Z';

test.each([
  [
    'secretsmanager:CreateSecret',
    { request: { name: 'shop/orders' }, response: { arn } },
    {
      rotation: { on: false },
      unfinished: null,
      lastRotated: null,
      created: '2026-03-02',
      scheduledForDeletion: false,
      policy: null,
      replica: false,
    },
  ],
  ['secretsmanager:RotateSecret', byName, { rotation: { on: true } }],
  [
    'secretsmanager:RotateSecret',
    {
      ...byName,
      request: { secretId: arn, rotationLambdaARN: 'f', rotationRules: { automaticallyAfterDays: 7, duration: '2h' } },
    },
    { rotation: { on: true, function: 'f', days: 7, window: '2h' } },
  ],
  ['secretsmanager:CancelRotateSecret', byName, { rotation: { on: false }, unfinished: null }],
  ['secretsmanager:RotationStarted', byService, { unfinished: { since } }],
  ['secretsmanager:RotationFailed', byService, { unfinished: { since, failed: true } }],
  ['secretsmanager:RotationSucceeded', byService, { unfinished: null, lastRotated: '2026-03-02' }],
  ['secretsmanager:RotationAbandoned', byService, { unfinished: null }],
  ['secretsmanager:TestRotationFailed', byService, { unfinished: { since, failed: true } }],
  ['secretsmanager:TestRotationSucceeded', byService, { unfinished: null }],
  ['secretsmanager:PutResourcePolicy', { ...byName, request: { resourcePolicy: '{"a":1}' } }, { policy: { a: 1 } }],
  ['secretsmanager:DeleteResourcePolicy', byName, { policy: null }],
  ['secretsmanager:StopReplicationToReplica', byName, { replica: false }],
  ['secretsmanager:RestoreSecret', byName, { scheduledForDeletion: false }],
  ['secretsmanager:DeleteSecret', byName, { scheduledForDeletion: true }],
  ['secretsmanager:DeleteSecret', { request: { secretId: arn, forceDeleteWithoutRecovery: true } }, GONE],
  [
    'secretsmanager:DeleteSecret',
    { request: { secretId: 'x' }, response: { aRN: arn } },
    { scheduledForDeletion: true },
  ],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(secret, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(secret, undefined, event, ID)).toEqual(state);
});

test('a rotation that is cancelled and begun anew keeps its function and its schedule', async () => {
  const rotation = { on: true, function: 'f', schedule: 'rate(10 days)', window: '3h' };
  const cancel = decodeEvent(trailRecord('secretsmanager:CancelRotateSecret', byName));
  const cancelled = await evolve(secret, { rotation }, cancel, ID);
  expect(cancelled).toMatchObject({ rotation: { ...rotation, on: false } });
  const again = decodeEvent(trailRecord('secretsmanager:RotateSecret', byName));
  expect(await evolve(secret, cancelled, again, ID)).toMatchObject({ rotation });
});

test('an event that shows no ARN names the secret by its name alone', () => {
  const event = decodeEvent(trailRecord('secretsmanager:DeleteSecret', { request: { secretId: 'shop/orders' } }));
  expect(refsOf(secret, event)).toMatchObject([{ id: 'shop/orders' }]);
});

test('tags of a secret are a reason to look where its ARN is shown', () => {
  const tag = (secretId: string) =>
    refsOf(secret, decodeEvent(trailRecord('secretsmanager:TagResource', { request: { secretId } })));
  expect(tag(arn)).toMatchObject([{ id: ID }]);
  expect(tag('shop/orders')).toEqual([]);
});

test('an event that names no secret is unreadable', () => {
  const event = decodeEvent(trailRecord('secretsmanager:RotateSecret', { request: {} }));
  expect(() => refsOf(secret, event)).toThrow('names no secret');
});
