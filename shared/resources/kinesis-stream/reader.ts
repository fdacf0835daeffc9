import { DescribeStreamSummaryCommand, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { KinesisByHttp1 } from './api-client.ts';
import { kinesisStream } from './kind.ts';

export default defineReader(kinesisStream, {
  permissions: {
    read: { 'kinesis:DescribeStreamSummary': 'kinesis:{region}:{account}:stream/*' },
    list: { 'kinesis:ListStreams': '*' },
  },
  async read(ref, aws) {
    const found = await absentOn('ResourceNotFoundException', () =>
      aws.client(KinesisByHttp1, ref).send(new DescribeStreamSummaryCommand({ StreamName: ref.id })),
    );
    const stream = found?.StreamDescriptionSummary;
    if (!stream || stream.StreamStatus === 'DELETING') return GONE;
    if (stream.EncryptionType === undefined) return {};
    return { key: stream.EncryptionType === 'KMS' ? (stream.KeyId ?? 'alias/aws/kinesis') : null };
  },
  async list(place, aws, from) {
    const found = await aws.client(KinesisByHttp1, place).send(new ListStreamsCommand({ NextToken: from }));
    return page(found.StreamNames ?? [], found.NextToken);
  },
});
