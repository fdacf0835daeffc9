import { putField } from '../common/put-field.ts';
import type { KinesisStream } from './kind.ts';

/** `null` ends the encryption. */
export const putStreamKey = putField<KinesisStream>()('kinesis.put-stream-key', 'key', (key) =>
  key === null ? 'Stop encrypting the stream' : `Encrypt the stream with ${key}`,
);
