import { EC2Client, GetSnapshotBlockPublicAccessStateCommand } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import { decodeEvent, type EventId } from '../../../shared/core/event.ts';
import { evolve } from '../../../shared/core/kind.ts';
import { snapshotBlockPublicAccess } from '../../../shared/resources/snapshot-block-public-access/kind.ts';
import reader from '../../../shared/resources/snapshot-block-public-access/reader.ts';
import { refOn } from '../../support/aws.ts';
import { REGION, trailRecord } from '../../support/events.ts';
import { awsError } from '../../support/mend.ts';

const ref = refOn(reader, REGION, REGION);

describe("Block Public Access of a region's snapshots (calls mocked: moto has none of them)", () => {
  test.each(['block-all-sharing', 'block-new-sharing', 'unblocked'] as const)('%s', async (State) => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref)).on(GetSnapshotBlockPublicAccessStateCommand).resolves({ State });
    expect(await reader.read(ref, aws)).toEqual({ mode: State });
  });

  test('a mode that AWS adds later is unknown', async () => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref))
      .on(GetSnapshotBlockPublicAccessStateCommand)
      .resolves({ State: 'block-some' as 'unblocked' });
    expect(await reader.read(ref, aws)).toEqual({});
  });

  test('a call that is denied proves nothing', async () => {
    const aws = createAws();
    mockClient(aws.client(EC2Client, ref))
      .on(GetSnapshotBlockPublicAccessStateCommand)
      .rejects(awsError('UnauthorizedOperation'));
    await expect(reader.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('events set it', async () => {
    const event = (name: string, request: unknown) => decodeEvent(trailRecord(`ec2:${name}` as EventId, { request }));
    const enabled = event('EnableSnapshotBlockPublicAccess', {
      EnableSnapshotBlockPublicAccessRequest: { State: 'block-all-sharing' },
    });
    expect(await evolve(snapshotBlockPublicAccess, undefined, enabled, REGION)).toEqual({ mode: 'block-all-sharing' });
    const disabled = event('DisableSnapshotBlockPublicAccess', {});
    expect(await evolve(snapshotBlockPublicAccess, undefined, disabled, REGION)).toEqual({ mode: 'unblocked' });
    const empty = event('EnableSnapshotBlockPublicAccess', {});
    await expect(evolve(snapshotBlockPublicAccess, undefined, empty, REGION)).rejects.toThrow('shows no state');
  });
});
