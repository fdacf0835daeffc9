import rule from '../../../shared/rules/kinesis/kinesis-stream-unencrypted.ts';
import { trailRecord } from '../../support/events.ts';
import { settingsCases } from '../../support/settings-cases.ts';

const streamName = 'orders';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-1111-4222-8333-444455556666';
const call = (name: string, minute: number, request: object, parts: object = {}) =>
  trailRecord(`kinesis:${name}`, { at: `2026-03-02T09:0${minute}:00Z`, request, ...parts });
const start = (minute: number, keyId?: string) =>
  call('StartStreamEncryption', minute, { streamName, encryptionType: 'KMS', keyId });

export default settingsCases(rule, {
  right: { key: 'alias/aws/kinesis' },
  wrong: { key: null },
  drifted: [
    {
      name: 'a stream that had a key of its own gets it back',
      state: { key: null },
      baseline: { key: KEY },
      violations: [{ message: 'key', path: 'key', data: {} }],
      plan: [{ type: 'kinesis.put-stream-key', params: { before: null, after: KEY } }],
    },
    {
      name: 'a stream whose earlier key is not known gets the key of the options',
      state: { key: null },
      options: { key: 'alias/streams' },
      violations: [{ message: 'key', path: 'key', data: {} }],
      plan: [{ type: 'kinesis.put-stream-key', params: { before: null, after: 'alias/streams' } }],
    },
  ],
  events: [
    {
      name: 'a new stream is not encrypted until the encryption is started',
      events: [call('CreateStream', 0, { streamName, shardCount: 1 }), start(1, 'alias/aws/kinesis')],
      transitions: ['opened', 'resolved'],
      resource: streamName,
    },
    {
      name: 'the encryption is stopped, by the ARN of the stream, and the stream deleted',
      events: [
        start(0, KEY),
        call('StopStreamEncryption', 1, {
          streamARN: `arn:aws:kinesis:eu-west-1:111122223333:stream/${streamName}`,
          encryptionType: 'KMS',
          keyId: KEY,
        }),
        call('DeleteStream', 2, { streamName }),
      ],
      transitions: ['opened', 'resolved'],
      resource: streamName,
    },
    {
      name: 'a refused call',
      events: [call('StopStreamEncryption', 0, { streamName }, { errorCode: 'AccessDenied' })],
      transitions: [],
    },
    { name: 'a key that the request does not show', events: [start(0)], transitions: [], unreadable: /shows no key/ },
  ],
});
