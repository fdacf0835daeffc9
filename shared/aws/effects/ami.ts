import { EC2Client, ModifyImageAttributeCommand } from '@aws-sdk/client-ec2';
import { shareImage, unshareImage } from '../../actions/ami.ts';
import type { Ref } from '../../core/ref.ts';
import type { Share } from '../../kinds/parts/shares.ts';
import type { Aws } from '../clients.ts';
import { effectOf } from '../effect.ts';
import { permissionFor } from '../parts/shares.ts';

const permissions = { 'ec2:ModifyImageAttribute': 'ec2:{region}::image/*' };

export default [
  effectOf(unshareImage, { permissions, apply: (ref, { share }, aws) => modify(ref, 'Remove', share, aws) }),
  effectOf(shareImage, { permissions, apply: (ref, { share }, aws) => modify(ref, 'Add', share, aws) }),
];

/** Adding what is there and removing what is not change nothing, and succeed. */
async function modify(ref: Ref, operation: 'Add' | 'Remove', share: Share, aws: Aws): Promise<void> {
  const LaunchPermission = { [operation]: [permissionFor(share)] };
  await aws.client(EC2Client, ref).send(new ModifyImageAttributeCommand({ ImageId: ref.id, LaunchPermission }));
}
