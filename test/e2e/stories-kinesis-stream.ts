import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { putStreamKey } from '../../shared/resources/kinesis-stream/actions.ts';
import { KinesisByHttp1 } from '../../shared/resources/kinesis-stream/api-client.ts';
import { applyAction } from '../support/aws.ts';
import { type ActionStory, story } from './action-stories.ts';
import { PLACE } from './place.ts';

const KEY = 'alias/aws/kinesis';

export const STORIES: readonly ActionStory[] = [
  story('kinesis.put-stream-key', 'kinesis-stream-unencrypted', 'kinesis-stream', {
    async make(aws) {
      const id = 'e2e-orders';
      await aws.client(KinesisByHttp1, PLACE).send(new CreateStreamCommand({ StreamName: id, ShardCount: 1 }));
      await applyAction({ kind: 'kinesis-stream', ...PLACE, id }, putStreamKey({ before: null, after: KEY }), aws);
      return id;
    },
    drift: () => [putStreamKey({ before: KEY, after: null })],
    event: ({ id }) => ['kinesis:StopStreamEncryption', { streamName: id, encryptionType: 'KMS', keyId: KEY }],
  }),
];
