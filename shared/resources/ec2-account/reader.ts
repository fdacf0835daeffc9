import {
  EC2Client,
  GetImageBlockPublicAccessStateCommand,
  GetInstanceMetadataDefaultsCommand,
  GetSerialConsoleAccessStatusCommand,
} from '@aws-sdk/client-ec2';
import { defineReader } from '../../aws/reader.ts';
import { ec2Account, tokensIn } from './kind.ts';

export default defineReader(ec2Account, {
  permissions: {
    read: {
      'ec2:GetInstanceMetadataDefaults': '*',
      'ec2:GetSerialConsoleAccessStatus': '*',
      'ec2:GetImageBlockPublicAccessState': '*',
    },
    list: {},
  },
  async read(ref, aws) {
    const ec2 = aws.client(EC2Client, ref);
    const [{ AccountLevel }, { SerialConsoleAccessEnabled: serialConsole }, { ImageBlockPublicAccessState: images }] =
      await Promise.all([
        ec2.send(new GetInstanceMetadataDefaultsCommand()),
        ec2.send(new GetSerialConsoleAccessStatusCommand()),
        ec2.send(new GetImageBlockPublicAccessStateCommand()),
      ]);
    // A default that nobody has set is left out of the answer.
    const httpTokens = tokensIn(AccountLevel?.HttpTokens ?? 'no-preference');
    return {
      ...(httpTokens ? { httpTokens } : {}),
      ...(serialConsole === undefined ? {} : { serialConsole }),
      ...(images === undefined ? {} : { imagesBlocked: images === 'block-new-sharing' }),
    };
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
