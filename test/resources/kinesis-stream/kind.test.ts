import { expect, test } from 'vitest';
import { decodeEvent } from '../../../shared/core/event.ts';
import { evolve, GONE, refsOf } from '../../../shared/core/kind.ts';
import { kinesisStream } from '../../../shared/resources/kinesis-stream/kind.ts';
import { trailRecord } from '../../support/events.ts';

const ID = 'orders';

test.each([
  ['kinesis:CreateStream', { request: { streamName: ID } }, { key: null }],
  ['kinesis:StartStreamEncryption', { request: { streamName: ID, keyId: 'alias/x' } }, { key: 'alias/x' }],
  [
    'kinesis:StopStreamEncryption',
    { request: { streamARN: `arn:aws:kinesis:eu-west-1:111122223333:stream/${ID}` } },
    { key: null },
  ],
  ['kinesis:DeleteStream', { request: { streamName: ID } }, GONE],
] as const)('%s of %j', async (id, parts, state) => {
  const event = decodeEvent(trailRecord(id, parts));
  expect(refsOf(kinesisStream, event)).toMatchObject([{ id: ID }]);
  expect(await evolve(kinesisStream, undefined, event, ID)).toEqual(state);
});

test('an event that names no stream is unreadable', () => {
  const event = decodeEvent(trailRecord('kinesis:CreateStream', { request: {} }));
  expect(() => refsOf(kinesisStream, event)).toThrow('names no stream');
});
