import { GetPublicAccessBlockCommand, S3ControlClient } from '@aws-sdk/client-s3-control';
import { absentOn } from '../../aws/absent.ts';
import { defineReader } from '../../aws/reader.ts';
import { switchesFrom } from '../common/api-block-public-access.ts';
import { s3Account } from './kind.ts';

export default defineReader(s3Account, {
  permissions: { read: { 's3:GetAccountPublicAccessBlock': '*' }, list: {} },
  async read(ref, aws) {
    // In an account without this configuration all settings are off.
    const found = await absentOn('NoSuchPublicAccessBlockConfiguration', () =>
      aws.client(S3ControlClient, ref).send(new GetPublicAccessBlockCommand({ AccountId: ref.account })),
    );
    return { blockPublicAccess: switchesFrom(found?.PublicAccessBlockConfiguration) };
  },
  async list() {
    return { ids: ['account'] };
  },
});
