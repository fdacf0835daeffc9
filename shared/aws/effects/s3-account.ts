import {
  DeletePublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { putAccountBlockPublicAccess } from '../../actions/s3-account.ts';
import { NOTHING_BLOCKED, switchesOff } from '../../kinds/parts/block-public-access.ts';
import { effectOf } from '../effect.ts';
import { configurationOf } from '../parts/block-public-access.ts';

export default [
  effectOf(putAccountBlockPublicAccess, {
    // There is no permission of its own to delete.
    permissions: { 's3:PutAccountPublicAccessBlock': '*' },
    async apply({ region, account: AccountId }, { after }, aws) {
      const s3 = aws.client(S3ControlClient, { region });
      const off = switchesOff(after).length === switchesOff(NOTHING_BLOCKED).length;
      if (off) await s3.send(new DeletePublicAccessBlockCommand({ AccountId }));
      else {
        const PublicAccessBlockConfiguration = configurationOf(after);
        await s3.send(new PutPublicAccessBlockCommand({ AccountId, PublicAccessBlockConfiguration }));
      }
    },
  }),
];
