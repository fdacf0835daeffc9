import { CreateStreamCommand, DeleteStreamCommand, ListStreamsCommand } from '@aws-sdk/client-kinesis';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { GONE } from '../../../shared/core/kind.ts';
import { putStreamKey } from '../../../shared/resources/kinesis-stream/actions.ts';
import { KinesisByHttp1 } from '../../../shared/resources/kinesis-stream/api-client.ts';
import kinesisStream from '../../../shared/resources/kinesis-stream/reader.ts';
import rule from '../../../shared/rules/kinesis/kinesis-stream-unencrypted.ts';
import { describeWithMoto, expectConforming, listed, motoAws, PLACE, refOn } from '../../support/aws.ts';
import { expectDenialsThrown } from '../../support/denied.ts';
import { expectMended } from '../../support/mend.ts';

const OWN = 'alias/aws/kinesis';

describeWithMoto('Kinesis stream: calls to AWS', () => {
  const aws = motoAws();
  const client = aws.client(KinesisByHttp1, PLACE);
  let count = 0;

  async function make(): Promise<string> {
    count += 1;
    const StreamName = `reader-${count}`;
    await client.send(new CreateStreamCommand({ StreamName, ShardCount: 1 }));
    return StreamName;
  }

  test('its encryption is started, and stopped', async () => {
    await expectConforming(
      kinesisStream,
      refOn(kinesisStream, await make()),
      putStreamKey({ before: null, after: OWN }),
      aws,
    );
  });

  test('a stream without encryption is found and mended', async () => {
    await expectMended(rule, kinesisStream, refOn(kinesisStream, await make()), aws);
  });

  test('one that is deleted is gone, and listed no more', async () => {
    const ref = refOn(kinesisStream, await make());
    expect(await listed(kinesisStream, aws)).toContain(ref.id);
    await client.send(new DeleteStreamCommand({ StreamName: ref.id }));
    expect(await kinesisStream.read(ref, aws)).toBe(GONE);
    expect(await listed(kinesisStream, aws)).not.toContain(ref.id);
  });

  test('a call that is denied proves nothing', async () => {
    await expectDenialsThrown(kinesisStream, refOn(kinesisStream, await make()), motoAws());
  });
});

describe('Kinesis stream: answers that moto does not give', () => {
  const aws = createAws();
  const client = mockClient(aws.client(KinesisByHttp1, PLACE));
  afterAll(() => client.restore());

  test('every page is listed', async () => {
    client
      .on(ListStreamsCommand, { NextToken: undefined })
      .resolves({ StreamNames: ['one'], HasMoreStreams: true, NextToken: 'next' })
      .on(ListStreamsCommand, { NextToken: 'next' })
      .resolves({ StreamNames: ['two'], HasMoreStreams: false });
    expect(await listed(kinesisStream, aws)).toEqual(['one', 'two']);
  });
});
