import { EC2Client, GetEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import { defineReader } from '../../aws/reader.ts';
import { ebsAccountDefaults } from './kind.ts';

export default defineReader(ebsAccountDefaults, {
  permissions: { read: { 'ec2:GetEbsEncryptionByDefault': '*' }, list: {} },
  async read(ref, aws) {
    const found = await aws.client(EC2Client, ref).send(new GetEbsEncryptionByDefaultCommand());
    return found.EbsEncryptionByDefault === undefined ? {} : { encryptionByDefault: found.EbsEncryptionByDefault };
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
