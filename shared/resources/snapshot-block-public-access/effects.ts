import {
  DisableSnapshotBlockPublicAccessCommand,
  EC2Client,
  EnableSnapshotBlockPublicAccessCommand,
} from '@aws-sdk/client-ec2';
import { effectOf } from '../../aws/effect.ts';
import { putSnapshotBlock } from './actions.ts';

export default [
  effectOf(putSnapshotBlock, {
    permissions: { 'ec2:EnableSnapshotBlockPublicAccess': '*', 'ec2:DisableSnapshotBlockPublicAccess': '*' },
    async apply(ref, { after }, aws) {
      const ec2 = aws.client(EC2Client, ref);
      if (after === 'unblocked') await ec2.send(new DisableSnapshotBlockPublicAccessCommand());
      else await ec2.send(new EnableSnapshotBlockPublicAccessCommand({ State: after }));
    },
  }),
];
