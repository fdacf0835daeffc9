import {
  DisableImageBlockPublicAccessCommand,
  DisableSerialConsoleAccessCommand,
  EC2Client,
  EnableImageBlockPublicAccessCommand,
  EnableSerialConsoleAccessCommand,
  GetImageBlockPublicAccessStateCommand,
  GetInstanceMetadataDefaultsCommand,
  GetSerialConsoleAccessStatusCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { createAws } from '../../../shared/aws/clients.ts';
import {
  putHttpTokensDefault,
  putImagesBlocked,
  putSerialConsole,
} from '../../../shared/resources/ec2-account/actions.ts';
import ec2Account from '../../../shared/resources/ec2-account/reader.ts';
import { applyAction, listed, PLACE, refOn } from '../../support/aws.ts';
import { awsError } from '../../support/mend.ts';

const GETS = [
  GetInstanceMetadataDefaultsCommand,
  GetSerialConsoleAccessStatusCommand,
  GetImageBlockPublicAccessStateCommand,
] as const;

describe('EC2 settings of a region (aws-sdk-client-mock: moto has none of them)', () => {
  const aws = createAws();
  const ref = refOn(ec2Account, PLACE.region);
  const client = mockClient(aws.client(EC2Client, PLACE));

  beforeEach(() => {
    client.reset();
    client
      .on(GetInstanceMetadataDefaultsCommand)
      .resolves({ AccountLevel: {} })
      .on(GetSerialConsoleAccessStatusCommand)
      .resolves({ SerialConsoleAccessEnabled: true })
      .on(GetImageBlockPublicAccessStateCommand)
      .resolves({ ImageBlockPublicAccessState: 'unblocked' });
  });
  afterAll(() => client.restore());

  test('a region in which nobody has set anything', async () => {
    expect(await ec2Account.read(ref, aws)).toEqual({
      httpTokens: 'no-preference',
      serialConsole: true,
      imagesBlocked: false,
    });
  });

  test('a region in which all is set', async () => {
    client
      .on(GetInstanceMetadataDefaultsCommand)
      .resolves({ AccountLevel: { HttpTokens: 'required' } })
      .on(GetSerialConsoleAccessStatusCommand)
      .resolves({ SerialConsoleAccessEnabled: false })
      .on(GetImageBlockPublicAccessStateCommand)
      .resolves({ ImageBlockPublicAccessState: 'block-new-sharing' });
    expect(await ec2Account.read(ref, aws)).toEqual({
      httpTokens: 'required',
      serialConsole: false,
      imagesBlocked: true,
    });
  });

  test.each(GETS)('where %o is denied, nothing is known', async (denied) => {
    client.on(denied).rejects(awsError('UnauthorizedOperation'));
    await expect(ec2Account.read(ref, aws)).rejects.toThrow('UnauthorizedOperation');
  });

  test('the id is the region, as in events', async () => {
    expect(await listed(ec2Account, aws)).toEqual([PLACE.region]);
  });

  test.each([
    [
      putHttpTokensDefault({ before: 'no-preference', after: 'required' }),
      ModifyInstanceMetadataDefaultsCommand,
      { HttpTokens: 'required' },
    ],
    [putSerialConsole({ before: true, after: false }), DisableSerialConsoleAccessCommand, {}],
    [putSerialConsole({ before: false, after: true }), EnableSerialConsoleAccessCommand, {}],
    [
      putImagesBlocked({ before: false, after: true }),
      EnableImageBlockPublicAccessCommand,
      { ImageBlockPublicAccessState: 'block-new-sharing' },
    ],
    [putImagesBlocked({ before: true, after: false }), DisableImageBlockPublicAccessCommand, {}],
  ] as const)('%j is one call', async (action, command, input) => {
    await applyAction(ref, action, aws);
    expect(client.calls().map(({ args }) => args[0])).toEqual([expect.any(command)]);
    expect(client.calls()[0]?.args[0].input).toEqual(input);
  });
});
