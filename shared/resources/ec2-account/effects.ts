import {
  DisableImageBlockPublicAccessCommand,
  DisableSerialConsoleAccessCommand,
  EC2Client,
  EnableImageBlockPublicAccessCommand,
  EnableSerialConsoleAccessCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { putHttpTokensDefault, putImagesBlocked, putSerialConsole } from './actions.ts';

export default [
  effectOf(putHttpTokensDefault, {
    permissions: { 'ec2:ModifyInstanceMetadataDefaults': '*' },
    async apply(ref, { after }, aws) {
      // The call keeps every default that it does not name.
      await aws.client(EC2Client, ref).send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: after }));
    },
  }),
  effectOf(putSerialConsole, {
    permissions: { 'ec2:EnableSerialConsoleAccess': '*', 'ec2:DisableSerialConsoleAccess': '*' },
    async apply(ref, { after }, aws) {
      const ec2 = aws.client(EC2Client, ref);
      if (after) await ec2.send(new EnableSerialConsoleAccessCommand());
      else await ec2.send(new DisableSerialConsoleAccessCommand());
    },
  }),
  effectOf(putImagesBlocked, {
    permissions: { 'ec2:EnableImageBlockPublicAccess': '*', 'ec2:DisableImageBlockPublicAccess': '*' },
    async apply(ref, { after }, aws) {
      const ec2 = aws.client(EC2Client, ref);
      if (after) {
        await ec2.send(new EnableImageBlockPublicAccessCommand({ ImageBlockPublicAccessState: 'block-new-sharing' }));
      } else await ec2.send(new DisableImageBlockPublicAccessCommand());
    },
  }),
];
