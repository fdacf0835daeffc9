import { EC2Client, ModifySnapshotAttributeCommand, type OperationType } from '@aws-sdk/client-ec2';
import { shareEbsSnapshot, unshareEbsSnapshot } from '../../actions/ebs-snapshot.ts';
import type { Ref } from '../../core/ref.ts';
import { EVERYBODY, type Share } from '../../kinds/parts/shares.ts';
import type { Aws } from '../clients.ts';
import { effectOf } from '../effect.ts';

const permissions = { 'ec2:ModifySnapshotAttribute': 'ec2:{region}::snapshot/*' };

export default [
  effectOf(unshareEbsSnapshot, { permissions, apply: (ref, { share }, aws) => modify(ref, 'remove', share, aws) }),
  effectOf(shareEbsSnapshot, { permissions, apply: (ref, { share }, aws) => modify(ref, 'add', share, aws) }),
];

/** Adding what is there and removing what is not change nothing, and succeed. */
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
