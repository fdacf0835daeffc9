import {
  DeletePublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { effectOf } from '../../aws/effect.ts';
import { configurationOf } from '../common/api-block-public-access.ts';
import { NOTHING_BLOCKED, switchesOff } from '../common/block-public-access.ts';
import { putAccountBlockPublicAccess } from './actions.ts';

export default [
  effectOf(putAccountBlockPublicAccess, {
    // IAM has no separate permission to delete them.
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
