import {
  DisableSnapshotBlockPublicAccessCommand,
  EC2Client,
  EnableSnapshotBlockPublicAccessCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { putSnapshotBlock } from '../../../shared/resources/snapshot-block-public-access/actions.ts';
import reader from '../../../shared/resources/snapshot-block-public-access/reader.ts';
import { applyAction, PLACE, refOn } from '../../support/aws.ts';

describe('Block Public Access of snapshots is put (aws-sdk-client-mock: moto has none of these calls)', () => {
  const aws = createAws();
  const ref = refOn(reader, PLACE.region);
  const client = mockClient(aws.client(EC2Client, PLACE));
  beforeEach(() => client.reset());
  afterAll(() => client.restore());

  test.each([
    ['block-all-sharing', EnableSnapshotBlockPublicAccessCommand, { State: 'block-all-sharing' }],
    ['block-new-sharing', EnableSnapshotBlockPublicAccessCommand, { State: 'block-new-sharing' }],
    ['unblocked', DisableSnapshotBlockPublicAccessCommand, {}],
  ] as const)('%s', async (after, command, input) => {
    await applyAction(ref, putSnapshotBlock({ before: 'unblocked', after }), aws);
    expect(client.calls().map(({ args }) => args[0])).toEqual([expect.any(command)]);
    expect(client.calls()[0]?.args[0].input).toEqual(input);
  });
});
