import {
  DescribeStreamSummaryCommand,
  StartStreamEncryptionCommand,
  StopStreamEncryptionCommand,
} from '@aws-sdk/client-kinesis';
import { effectOf } from '../../aws/effect.ts';
import { putStreamKey } from './actions.ts';
import { KinesisByHttp1 } from './api-client.ts';

const STREAMS = 'kinesis:{region}:{account}:stream/*';
/** IAM wants the right on both. */
const STREAM_AND_KEY = [STREAMS, 'kms:{region}:{account}:key/*'] as const;
const REFUSALS = {
  ResourceNotFoundException: 'The stream no longer exists.',
  LimitExceededException: 'Kinesis allows 25 changes of the encryption of a stream a day.',
} as const;

export default [
  effectOf(putStreamKey, {
    permissions: {
      'kinesis:DescribeStreamSummary': STREAMS,
      'kinesis:StartStreamEncryption': STREAM_AND_KEY,
      'kinesis:StopStreamEncryption': STREAM_AND_KEY,
    },
    refusals: REFUSALS,
    async apply(ref, { before, after }, aws) {
      const kinesis = aws.client(KinesisByHttp1, ref);
      const StreamName = ref.id;
      // A stream that is being changed refuses every call, also one that changes nothing.
      const { StreamDescriptionSummary: now } = await kinesis.send(new DescribeStreamSummaryCommand({ StreamName }));
      if ((now?.KeyId ?? null) === after) return;
      const EncryptionType = 'KMS';
      const KeyId = after ?? before ?? now?.KeyId ?? '';
      const Command = after === null ? StopStreamEncryptionCommand : StartStreamEncryptionCommand;
      await kinesis.send(new Command({ StreamName, EncryptionType, KeyId }));
    },
  }),
];
