import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { absentOn } from '../../aws/absent.ts';
import { defineReader } from '../../aws/reader.ts';
import { switchesFrom } from '../common/api-block-public-access.ts';
import { s3Account } from './kind.ts';

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
