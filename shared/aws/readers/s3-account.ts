import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { s3Account } from '../../kinds/s3-account.ts';
import { absentOn } from '../absent.ts';
import { switchesFrom } from '../parts/block-public-access.ts';
import { defineReader } from '../reader.ts';

export default defineReader(s3Account, {
  permissions: { read: { 's3:GetAccountPublicAccessBlock': '*' }, list: {} },
  async read(ref, aws) {
    // An account that never set its switches has none on.
    const found = await absentOn('NoSuchPublicAccessBlockConfiguration', () =>
      aws.client(S3ControlClient, ref).send(new GetPublicAccessBlockCommand({ AccountId: ref.account })),
    );
    return { blockPublicAccess: switchesFrom(found?.PublicAccessBlockConfiguration) };
  },
  async list() {
    return { ids: ['account'] };
  },
});
