import { EC2Client, ModifyImageAttributeCommand } from '@aws-sdk/client-ec2';
import type { Aws } from '../../aws/clients.ts';
import { effectOf } from '../../aws/effect.ts';
import type { Ref } from '../../core/ref.ts';
import { permissionFor } from '../common/api-shares.ts';
import type { Share } from '../common/shares.ts';
import { shareImage, unshareImage } from './actions.ts';

const permissions = { 'ec2:ModifyImageAttribute': 'ec2:{region}::image/*' };

export default [
  effectOf(unshareImage, { permissions, apply: (ref, { share }, aws) => modify(ref, 'Remove', share, aws) }),
  effectOf(shareImage, { permissions, apply: (ref, { share }, aws) => modify(ref, 'Add', share, aws) }),
];

/** Adding an existing share and removing a missing one succeed and change nothing. */
async function modify(ref: Ref, operation: 'Add' | 'Remove', share: Share, aws: Aws): Promise<void> {
  const LaunchPermission = { [operation]: [permissionFor(share)] };
  await aws.client(EC2Client, ref).send(new ModifyImageAttributeCommand({ ImageId: ref.id, LaunchPermission }));
}
