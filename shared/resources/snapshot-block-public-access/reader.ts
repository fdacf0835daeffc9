import { EC2Client, GetSnapshotBlockPublicAccessStateCommand } from '@aws-sdk/client-ec2';
import { defineReader } from '../../aws/reader.ts';
import { modeIn, snapshotBlockPublicAccess } from './kind.ts';

export default defineReader(snapshotBlockPublicAccess, {
  permissions: { read: { 'ec2:GetSnapshotBlockPublicAccessState': '*' }, list: {} },
  async read(ref, aws) {
    const { State } = await aws.client(EC2Client, ref).send(new GetSnapshotBlockPublicAccessStateCommand());
    const mode = modeIn(State);
    return mode ? { mode } : {};
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
