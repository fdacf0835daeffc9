import { EC2Client, ModifySnapshotAttributeCommand, type OperationType } from '@aws-sdk/client-ec2';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { EVERYBODY, type Share } from '../common/shares.ts';
import { shareEbsSnapshot, unshareEbsSnapshot } from './actions.ts';

const permissions = { 'ec2:ModifySnapshotAttribute': 'ec2:{region}::snapshot/*' };

export default [
  effectOf(unshareEbsSnapshot, { permissions, apply: (ref, { share }, aws) => modify(ref, 'remove', share, aws) }),
  effectOf(shareEbsSnapshot, { permissions, apply: (ref, { share }, aws) => modify(ref, 'add', share, aws) }),
];

/** Adding an existing share and removing a missing one succeed and change nothing. */
async function modify(ref: Ref, operation: OperationType, share: Share, aws: Aws): Promise<void> {
  await aws.client(EC2Client, ref).send(
    new ModifySnapshotAttributeCommand({
      SnapshotId: ref.id,
      Attribute: 'createVolumePermission',
      OperationType: operation,
      ...(share === EVERYBODY ? { GroupNames: ['all'] } : { UserIds: [share] }),
    }),
  );
}
