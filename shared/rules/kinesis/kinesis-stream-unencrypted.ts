import * as z from 'zod';
import { putStreamKey } from '../../resources/kinesis-stream/actions.ts';
import { kinesisStream } from '../../resources/kinesis-stream/kind.ts';
import { settingsRule } from '../common/settings-rule.ts';

export default settingsRule({
  id: 'kinesis-stream-unencrypted',
  title: 'Kinesis data streams encrypt what they hold',
  severity: 'medium',
  kind: kinesisStream,
  controls: ['kinesis-stream-unencrypted'],
  options: z.strictObject({
    key: z
      .string()
      .default('alias/aws/kinesis')
      .describe('The KMS key of a stream whose earlier key is not known: an alias, an id or an ARN.'),
  }),
  fix: 'Start the encryption of the stream with a KMS key. Records that are in it already stay as they are.',
  settings: {
    key: {
      wrong: 'The stream does not encrypt the records that it holds.',
      unseen: 'whether the stream is encrypted',
      isRight: (key) => key !== null,
      fix: { put: putStreamKey, to: (_, { baseline, options }) => baseline?.key ?? options.key },
    },
  },
});
